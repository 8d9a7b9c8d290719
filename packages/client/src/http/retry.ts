import type { CarillonError } from '../errors.js';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** No answer, or one that says nothing about the request itself: the server or what stands before it is away. */
const AWAY = new Set([0, 502, 503, 504]);

/** True when the same request may succeed in a while. */
export function isPassing({ status }: CarillonError): boolean {
  return status === 429 || AWAY.has(status);
}

/** Grows twofold from `firstMs` to `longestMs`; half of it is random, so that many clients do not return together. */
export function backoffMs(failures: number, bounds: { firstMs: number; longestMs: number }, random: number): number {
  const fullMs = Math.min(bounds.longestMs, bounds.firstMs * 2 ** Math.min(failures - 1, 30));
  return fullMs / 2 + (fullMs / 2) * random;
}

export interface RetryFacts {
  /** Whether sending it twice does what sending it once does. */
  isRepeatable: boolean;
  /** How often it has failed by now. */
  failures: number;
  maxRetries: number;
  /** What is left of the time for the whole call. */
  remainingMs: number;
  /** In [0, 1). */
  random: number;
}

/**
 * How long to wait before the request is sent again; null when it is not. A 429 was refused before anything was done, so
 * any request may follow it; after the other failures the first one may have been carried out.
 */
export function retryPause(error: CarillonError, facts: RetryFacts): number | null {
  if (facts.failures > facts.maxRetries || !isPassing(error)) return null;
  if (error.status !== 429 && !facts.isRepeatable) return null;
  const bounds = { firstMs: FIRST_PAUSE_MS, longestMs: LONGEST_PAUSE_MS };
  const pauseMs = error.retryAfterMs ?? backoffMs(facts.failures, bounds, facts.random);
  return pauseMs < facts.remainingMs ? pauseMs : null;
}
