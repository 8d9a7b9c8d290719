/** The limits that decide about a user's cron jobs; null is no limit. */
export interface Plan {
  name: string;
  maxJobs: number | null;
  minIntervalSeconds: number;
  maxTimeoutMs: number;
}

/** A plan that runs jobs more often than every minute has schedules with a seconds field. */
export function allowsSeconds(plan: Plan): boolean {
  return plan.minIntervalSeconds < 60;
}
