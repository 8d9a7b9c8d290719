import type { Plan } from './plan';

export type FigureName = Exclude<keyof Plan, 'name'>;

/** What a plan gives; where null means no limit, a field may stay empty. */
export const FIGURES: readonly { name: FigureName; unit: 'seconds' | 'milliseconds' | null; unlimitable: boolean }[] = [
  { name: 'maxJobs', unit: null, unlimitable: true },
  { name: 'monthlyRuns', unit: null, unlimitable: true },
  { name: 'minIntervalSeconds', unit: 'seconds', unlimitable: false },
  { name: 'dailyApiCalls', unit: null, unlimitable: true },
  { name: 'requestsPerMinute', unit: null, unlimitable: true },
  { name: 'logRetentionDays', unit: null, unlimitable: false },
  { name: 'maxTimeoutMs', unit: 'milliseconds', unlimitable: false },
];
