import type { Counter } from './counters.js';
import { networkOf } from './network-of.js';
import type { ReachedLimit } from './problem.js';

/** Slows guessing down: an address that has failed too often must wait, whatever it sends. */
export interface FailureThrottle {
  /** The limit an address has reached and must wait for; null when it may try. */
  reached(address: string): Promise<ReachedLimit | null>;
  /** Counts a failure; the limit, when it was one too many. */
  fail(address: string): Promise<ReachedLimit | null>;
  /** Forgets the failures of an address. */
  succeed(address: string): Promise<void>;
}

/** @param limit failures that an address has in a window. */
export function createFailureThrottle(counter: Counter, limit: number): FailureThrottle {
  return {
    async reached(address) {
      const count = await counter.read(networkOf(address));
      return count !== null && count.value >= limit && count.resetMs > 0 ? { limit, resetMs: count.resetMs } : null;
    },
    // Attempts that were under way together are answered by their number: no more than the limit learn that they failed.
    async fail(address) {
      const { value, resetMs } = await counter.add(networkOf(address));
      return value > limit ? { limit, resetMs } : null;
    },
    succeed: (address) => counter.forget(networkOf(address)),
  };
}
