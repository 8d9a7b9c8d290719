/** The limits that decide about a user's cron jobs; null is no limit. */
export interface Plan {
  name: string;
  maxJobs: number | null;
  minIntervalSeconds: number;
  maxTimeoutMs: number;
}

/** Every figure of a plan; null is no limit. */
export interface PlanFigures extends Omit<Plan, 'name'> {
  monthlyRuns: number | null;
  dailyApiCalls: number | null;
  requestsPerMinute: number | null;
  logRetentionDays: number;
}

interface Bounds {
  min: number;
  max: number;
}

/** What each figure can be, in the order in which they are shown. */
export const FIGURE_BOUNDS = {
  maxJobs: { min: 0, max: 1_000_000 },
  monthlyRuns: { min: 0, max: 1_000_000_000 },
  minIntervalSeconds: { min: 1, max: 86_400 },
  dailyApiCalls: { min: 1, max: 1_000_000_000 },
  requestsPerMinute: { min: 1, max: 1_000_000 },
  logRetentionDays: { min: 1, max: 3_650 },
  maxTimeoutMs: { min: 100, max: 1_800_000 },
} as const satisfies Record<keyof PlanFigures, Bounds>;

/** The figures by name. */
export const FIGURES = Object.keys(FIGURE_BOUNDS) as (keyof PlanFigures)[];

/** The figures that a plan can leave without a limit. */
export const UNLIMITABLE = ['maxJobs', 'monthlyRuns', 'dailyApiCalls', 'requestsPerMinute'] as const;

/** A plan with all that it limits. */
export type FullPlan = PlanFigures & { name: string };

/** True for what a plan can be called: capitals, digits and underscores. */
export function isPlanName(text: string): boolean {
  return /^[A-Z][A-Z0-9_]{0,31}$/.test(text);
}

/** A plan that runs jobs more often than every minute has schedules with a seconds field. */
export function allowsSeconds(plan: Plan): boolean {
  return plan.minIntervalSeconds < 60;
}

/** True when a plan gives less of anything than another: a change to it may take something away. */
export function givesLess(plan: PlanFigures, than: PlanFigures): boolean {
  return FIGURES.some((figure) =>
    figure === 'minIntervalSeconds'
      ? plan[figure] > than[figure]
      : (plan[figure] ?? Infinity) < (than[figure] ?? Infinity),
  );
}
