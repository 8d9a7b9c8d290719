import type { WorkerJobState } from './states.js';

/** Jobs of one state, added up. Times are in milliseconds, of all jobs together; those under way have none. */
export interface WorkerJobSum {
  state: WorkerJobState;
  count: number;
  /** From creation to the end. */
  totalMs: number;
  /** From the last activation to the end. */
  processingMs: number;
  /** Attempts that failed. */
  failures: number;
}

/** What a group of worker jobs comes to. */
export interface WorkerJobFigures {
  total: number;
  waiting: number;
  active: number;
  completed: number;
  failed: number;
  errorsThrown: number;
  cancelled: number;
  /** Completed ones among those that ended and were not cancelled, 0 to 100; null when there are none. */
  successRatePercent: number | null;
  /** Of those completed; null when there are none. */
  averageProcessingMs: number | null;
  averageTotalMs: number | null;
  /** Attempts that failed, of the jobs that have ended. */
  failures: number;
}

/** Adds up sums by state. */
export function totalWorkerJobs(sums: readonly WorkerJobSum[]): WorkerJobFigures {
  const count = (...states: WorkerJobState[]) => of(sums, states, (sum) => sum.count);
  const completed = count('COMPLETED');
  const decided = completed + count('FAILED', 'ERROR_THROWN');
  const average = (pick: (sum: WorkerJobSum) => number) =>
    completed === 0 ? null : of(sums, ['COMPLETED'], pick) / completed;
  return {
    total: sums.reduce((total, sum) => total + sum.count, 0),
    waiting: count('CREATED', 'FAILED_RETRYABLE'),
    active: count('ACTIVE'),
    completed,
    failed: count('FAILED'),
    errorsThrown: count('ERROR_THROWN'),
    cancelled: count('CANCELLED'),
    successRatePercent: decided === 0 ? null : (completed / decided) * 100,
    averageProcessingMs: average((sum) => sum.processingMs),
    averageTotalMs: average((sum) => sum.totalMs),
    failures: sums.reduce((total, sum) => total + sum.failures, 0),
  };
}

const of = (sums: readonly WorkerJobSum[], states: WorkerJobState[], pick: (sum: WorkerJobSum) => number): number =>
  sums.filter((sum) => states.includes(sum.state)).reduce((total, sum) => total + pick(sum), 0);

/**
 * The duration that a share of all do not exceed, from counts by binary digits (see `DURATION_CLASSES`): between the
 * bounds of its class, as if those of a class were spread evenly. Null when nothing was counted.
 */
export function percentileMs(histogram: readonly number[], share: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let rank = share * total;
  for (const [digits, count] of histogram.entries()) {
    const from = digits === 0 ? 0 : 2 ** (digits - 1);
    if (rank <= count && count > 0) return from + (rank / count) * (digits === 0 ? 0 : from);
    rank -= count;
  }
  return 2 ** (histogram.length - 1);
}
