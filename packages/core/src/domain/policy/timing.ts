import type { PolicyChoices } from './run-policy.js';
import { stableOffset } from './stable-offset.js';

/** What a policy does to the instants of a calendar: it keeps those from the start on and before the end, and delays them. */
export interface Timing {
  /** Epoch milliseconds, −Infinity for none; the first instant that may be due. */
  startMs: number;
  /** Epoch milliseconds, Infinity for none; no instant from here on is due. */
  endMs: number;
  delayMs: number;
}

/**
 * The timing of a policy; null for the many that leave the calendar as it is.
 * @param cronJobId null for a draft, whose place within the jitter is not known yet: it is shown without a delay.
 */
export function timingOf(policy: PolicyChoices | null, cronJobId: string | null): Timing | null {
  if (policy === null) return null;
  const { startAt = null, endAt = null, jitterSeconds = 0 } = policy;
  if (startAt === null && endAt === null && jitterSeconds === 0) return null;
  return {
    startMs: startAt === null ? -Infinity : Date.parse(startAt),
    endMs: endAt === null ? Infinity : Date.parse(endAt),
    delayMs: cronJobId === null ? 0 : stableOffset(cronJobId, jitterSeconds) * 1_000,
  };
}
