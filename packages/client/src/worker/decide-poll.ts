import { CarillonError } from '../errors.js';
import { backoffMs } from '../http/retry.js';

/** Most jobs that the API hands out at once. */
export const MOST_JOBS = 100;

const AFTER_ERROR = { firstMs: 250, longestMs: 10_000 };
const AFTER_NOTHING = { firstMs: 250, longestMs: 1_000 };
/** However long the server asks to be left alone, it is looked after this often. */
const LONGEST_RETRY_AFTER_MS = 60_000;
/** A poll that found nothing sooner than this did not wait for jobs. */
const QUICK_MS = 500;

/** How many jobs to ask for: as many as there are places for, and none more. 0 is not to ask at all. */
export function nextPollSize({ running, concurrency, maxJobs }: Record<'running' | 'concurrency' | 'maxJobs', number>) {
  return Math.max(0, Math.min(concurrency - running, maxJobs, MOST_JOBS));
}

/** What became of a poll. */
export type PollOutcome = { kind: 'jobs' } | { kind: 'nothing'; tookMs: number } | { kind: 'failed'; error: unknown };

/** How often in a row polls have gone wrong, or have found nothing without waiting. */
export interface PollStreak {
  failures: number;
  quick: number;
}

export const NO_STREAK: PollStreak = { failures: 0, quick: 0 };

/**
 * How long to wait before the next poll. A long poll that found nothing has waited already; a server that is away, refuses
 * or answers at once, as one does that is stopping, is not asked again at once.
 * @param random in [0, 1)
 */
export function pauseAfter(outcome: PollOutcome, streak: PollStreak, random: number): PollStreak & { pauseMs: number } {
  if (outcome.kind === 'jobs') return { ...NO_STREAK, pauseMs: 0 };
  if (outcome.kind === 'nothing') {
    if (outcome.tookMs >= QUICK_MS) return { ...NO_STREAK, pauseMs: 0 };
    const quick = streak.quick + 1;
    return { failures: 0, quick, pauseMs: backoffMs(quick, AFTER_NOTHING, random) };
  }
  const failures = streak.failures + 1;
  const ownMs = backoffMs(failures, AFTER_ERROR, random);
  const askedMs = outcome.error instanceof CarillonError ? (outcome.error.retryAfterMs ?? 0) : 0;
  return { failures, quick: 0, pauseMs: Math.max(ownMs, Math.min(askedMs, LONGEST_RETRY_AFTER_MS)) };
}
