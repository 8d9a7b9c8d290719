import type { CallResult } from '../run/outcome.js';
import type { PastAttempt } from '../run/past-attempt.js';
import { retryAfterMs } from './retry-after.js';
import { isIn, type RetryPolicy, type RunPolicy } from './run-policy.js';

/** What becomes of a run whose attempt has failed. */
export type RetryDecision = { kind: 'end' } | { kind: 'retry'; delayMs: number };

export interface RetryFacts {
  policy: Pick<RunPolicy, 'retry' | 'delivery'>;
  /** Attempts at the run that count, the failed one included; see `countedAttempts`. */
  attempts: number;
  result: Pick<CallResult, 'status' | 'headers' | 'error'>;
  /** Drawn by the caller, in [0, 1). */
  random: number;
}

const END: RetryDecision = { kind: 'end' };

/**
 * Troubles that may pass. All others would meet the next attempt too: a forbidden address, a bad certificate, a secret
 * that cannot be read, a loop of redirects, a request that cannot be sent.
 */
const MAY_PASS: ReadonlySet<string> = new Set([
  'dns_failed',
  'connection_refused',
  'connection_reset',
  'unreachable',
  'connect_timeout',
  'timeout',
]);

/** Attempts that ended through Carillon's own doing; the target never had its say. */
const OURS: ReadonlySet<string> = new Set(['worker_lost', 'worker_stopped']);

/**
 * Decides whether a failed attempt is followed by another. A `Retry-After` of the answer is the least delay, however
 * short the policy's own.
 * @param now when the attempt ended.
 */
export function decideRetry({ policy, attempts, result, random }: RetryFacts, now: Date): RetryDecision {
  const { retry, delivery } = policy;
  if (attempts >= retry.maxAttempts || delivery === 'atMostOnce' || !isWorthAnother(result, retry)) return END;
  const ownMs = jittered(backoffMs(retry, attempts), retry.jitter, random);
  return { kind: 'retry', delayMs: Math.max(ownMs, retryAfterMs(result.headers, now)) };
}

/** How many of a run's attempts use up its policy's, the current one included. */
export function countedAttempts(past: readonly PastAttempt[] | null): number {
  return 1 + (past ?? []).filter((attempt) => !OURS.has(attempt.error?.code ?? '')).length;
}

function isWorthAnother({ status, error }: RetryFacts['result'], { onStatus }: RetryPolicy): boolean {
  return error === null ? isIn(status, onStatus) : MAY_PASS.has(error.code);
}

/** The delay after so many attempts, before chance has its say. */
export function backoffMs({ backoff, delayMs, maxDelayMs }: RetryPolicy, attempts: number): number {
  return backoff === 'fixed' ? delayMs : Math.min(delayMs * 2 ** (attempts - 1), maxDelayMs);
}

/** So many places chance has to choose from: the runs of a herd that fail together wait together in that many batches. */
const PLACES = 16;

function jittered(ms: number, share: number, random: number): number {
  const place = Math.floor(random * PLACES) / (PLACES - 1);
  return Math.round(ms * (1 + share * (2 * place - 1)));
}
