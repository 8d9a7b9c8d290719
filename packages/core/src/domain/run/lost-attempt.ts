import { MAX_LOST_LEASES } from './lease.js';
import type { CallError } from './outcome.js';
import type { PastAttempt } from './past-attempt.js';

/** What became of an attempt whose lease ran out. */
export const WORKER_LOST: CallError = {
  code: 'worker_lost',
  message: 'The worker process was lost during this run; whether the target was called is not known.',
};

/** Why a run ends that keeps losing its worker. */
export const LOST_TOO_OFTEN: CallError = {
  code: WORKER_LOST.code,
  message: `The worker process was lost ${MAX_LOST_LEASES} times during this run; whether the target was called is not known.`,
};

/** Why a run ends that may have been called, and must not be called twice. */
export const CALLED_ONCE_AT_MOST: CallError = {
  code: WORKER_LOST.code,
  message:
    'The worker process was lost during this run; whether the target was called is not known, and the cron job asks for one call at most.',
};

/** An attempt that was lost with its worker, as the attempts after it show it. */
export function lostAttempt(attempt: number): PastAttempt {
  return { attempt, startedAt: null, durationMs: null, status: 0, error: WORKER_LOST };
}
