import { retryAfterMs } from '../policy/retry-after.js';
import { WORKER_STOPPED } from '../run/hand-over.js';
import type { CallError } from '../run/outcome.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Before the second attempt, the third and so on: about a day in all. */
export const DELIVERY_DELAYS_MS: readonly number[] = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  8 * HOUR_MS,
];

/** The first attempt and one after each delay. */
export const MAX_DELIVERY_ATTEMPTS = DELIVERY_DELAYS_MS.length + 1;

/** An address that may not be called is hardly going to be one that may. */
const MAX_DENIED_ATTEMPTS = 3;

/** By this share of the delay chance lengthens or shortens it, so that receivers that failed together are spread. */
const JITTER = 0.1;

/** A receiver may ask for this much patience at most. */
const LONGEST_RETRY_AFTER_MS = HOUR_MS;

/** The end of one attempt. */
export interface DeliveryFacts {
  /** From 1; a replay begins anew. */
  attempt: number;
  /** 0 when there was no response. */
  status: number;
  /** Of the response, names in lower case. */
  headers: Readonly<Record<string, string>>;
  error: CallError | null;
  /** From 0 to 1, by chance. */
  random: number;
}

export type DeliveryDecision =
  | { kind: 'delivered' }
  | { kind: 'retry'; delayMs: number }
  | { kind: 'dead' }
  /** The receiver says that there is nobody any more: the webhook is disabled. */
  | { kind: 'gone' };

/** What an attempt leads to. Any 2xx is a success; redirects are not followed, so they are failures. */
export function decideDelivery(facts: DeliveryFacts, now: Date): DeliveryDecision {
  const { attempt, status, error } = facts;
  if (error === null && status >= 200 && status <= 299) return { kind: 'delivered' };
  if (error === null && status === 410) return { kind: 'gone' };
  // Not the receiver's fault: another worker tries at once.
  if (error?.code === WORKER_STOPPED.code) return { kind: 'retry', delayMs: 0 };
  const delayMs = error?.code === 'egress_denied' && attempt >= MAX_DENIED_ATTEMPTS ? undefined : delayAfter(attempt);
  if (delayMs === undefined) return { kind: 'dead' };
  const jittered = delayMs * (1 - JITTER + 2 * JITTER * facts.random);
  const asked = Math.min(retryAfterMs(facts.headers, now), LONGEST_RETRY_AFTER_MS);
  return { kind: 'retry', delayMs: Math.round(Math.max(jittered, asked)) };
}

const delayAfter = (attempt: number): number | undefined => DELIVERY_DELAYS_MS[attempt - 1];
