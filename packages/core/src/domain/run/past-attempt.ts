import type { CallError } from './outcome.js';

/** An attempt at a run that did not end it. */
export interface PastAttempt {
  attempt: number;
  /** ISO instant of the Postgres clock; null when it is not known whether it began. */
  startedAt: string | null;
  durationMs: number | null;
  /** HTTP status; 0 when there was no response. */
  status: number;
  error: CallError | null;
}
