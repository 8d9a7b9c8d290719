/** HTTP statuses from the first to the last, both included. */
export type StatusRange = readonly [from: number, to: number];

/** True for a status in one of the ranges. */
export function isIn(status: number, ranges: readonly StatusRange[]): boolean {
  return ranges.some(([from, to]) => status >= from && status <= to);
}

/** When a failed attempt is followed by another, and how soon. */
export interface RetryPolicy {
  /** Attempts in all, the first included; leases lost by Carillon itself are not counted. */
  maxAttempts: number;
  backoff: 'fixed' | 'exponential';
  /** Before the second attempt; `exponential` doubles it from one to the next. */
  delayMs: number;
  /** The most that doubling leads to. */
  maxDelayMs: number;
  /** The share of the delay, 0 to 1, by which chance lengthens or shortens it. */
  jitter: number;
  /** Answers that are worth another attempt. */
  onStatus: readonly StatusRange[];
}

/** What a run does when the one before it has not ended. */
export type Overlap = 'allow' | 'skip' | 'queue' | 'cancelPrevious';

/** What becomes of due instants that nobody served in time. */
export type MissedChoice = 'skip' | 'runOnce' | 'runAll';

/** Everything about a cron job's runs that its user may choose, beside the schedule and the target. */
export interface RunPolicy {
  retry: RetryPolicy;
  /** Answers that make a run succeed. */
  successStatus: readonly StatusRange[];
  overlap: Overlap;
  missed: MissedChoice;
  /** A due instant older than this is not made up for; null has no limit. */
  missedWindowSeconds: number | null;
  /** `atMostOnce` never repeats a call whose outcome is not known. */
  delivery: 'atLeastOnce' | 'atMostOnce';
  /** Every due instant comes later by an offset from 0 to this, always the same one for a cron job. */
  jitterSeconds: number;
  /** ISO instants. None is due before the first or from the second on. */
  startAt: string | null;
  endAt: string | null;
  /** Due instants before this are in the ledger as skipped. */
  pausedUntil: string | null;
  /** Disables the cron job after so many failures in a row. */
  autoDisableAfter: number | null;
  /** Hops of redirection that are followed. */
  followRedirects: number;
}

/** What a cron job has when its user says nothing. */
export const DEFAULT_POLICY: RunPolicy = {
  retry: {
    maxAttempts: 1,
    backoff: 'exponential',
    delayMs: 1_000,
    maxDelayMs: 60_000,
    jitter: 0.2,
    onStatus: [
      [408, 408],
      [425, 425],
      [429, 429],
      [500, 599],
    ],
  },
  successStatus: [[200, 299]],
  overlap: 'allow',
  missed: 'runOnce',
  missedWindowSeconds: null,
  delivery: 'atLeastOnce',
  jitterSeconds: 0,
  startAt: null,
  endAt: null,
  pausedUntil: null,
  autoDisableAfter: null,
  followRedirects: 0,
};

/** What a user has said: the fields that differ from the defaults. `null`, as most rows have it, is nothing. */
export type PolicyChoices = Partial<RunPolicy>;

/** The whole policy; no copy is made for the many cron jobs that have chosen nothing. */
export function policyOf(choices: PolicyChoices | null): RunPolicy {
  return choices === null ? DEFAULT_POLICY : { ...DEFAULT_POLICY, ...choices };
}
