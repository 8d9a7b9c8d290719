import type { Queryable } from '../db/client.js';
import { tellOfRetry } from '../db/queries/retry-runs.js';
import { ATTENTION_WITHIN_MS } from '../domain/run/lease.js';

/** Wakes the schedulers for attempts that are due before they would look by themselves. */
export interface RetryBell {
  /** After the commit: a notification inside a transaction lets no other commit while it waits for the disk. */
  ring(inMs: number): void;
}

/**
 * Makes the bell of one worker process. A herd that fails rings it once: the schedulers look when the attempt that they
 * were told of is due, and find out then what comes after it.
 */
export function createRetryBell(pg: Queryable, onError: (error: Error) => void): RetryBell {
  let theyLookAt = 0;
  return {
    ring(inMs) {
      const now = performance.now();
      const isKnown = theyLookAt > now && theyLookAt <= now + inMs;
      if (isKnown || inMs >= ATTENTION_WITHIN_MS) return;
      theyLookAt = now + inMs;
      tellOfRetry(pg, inMs).catch((error: unknown) => {
        theyLookAt = 0;
        onError(error instanceof Error ? error : new Error(String(error)));
      });
    },
  };
}
