import { setTimeout as delay } from 'node:timers/promises';
import { CarillonError } from '../errors.js';
import { backoffMs, isPassing } from '../http/retry.js';
import { LeaseLost } from './errors.js';

export interface LeaseOptions {
  leaseMs: number;
  /** Makes the lease last `leaseMs` from now. */
  extend: (signal: AbortSignal) => Promise<unknown>;
  /** The job is no longer this worker's. */
  onLost: (lost: LeaseLost) => void;
  onError: (error: unknown) => void;
}

/** A lease that is extended at half-time until it is let go. */
export interface Lease {
  /** Whether the job is somebody else's, or nobody's any more. */
  readonly isLost: boolean;
  /** When it ends, on the clock of `performance.now()`. */
  readonly endsAt: number;
  letGo(): void;
}

/** Keeps a lease that has just been given. */
export function keepLease(options: LeaseOptions): Lease {
  const { leaseMs } = options;
  const letGo = new AbortController();
  let isLost = false;
  let endsAt = performance.now() + leaseMs;

  const extendOnce = async (failures: number): Promise<number> => {
    const askedAt = performance.now();
    try {
      await options.extend(letGo.signal);
      endsAt = askedAt + leaseMs;
      return 0;
    } catch (error) {
      if (letGo.signal.aborted) return 0;
      const lost = lossOf(error);
      isLost = lost !== null;
      if (lost === null) options.onError(error);
      else options.onLost(lost);
      return error instanceof CarillonError && isPassing(error) ? failures + 1 : 0;
    }
  };
  const keep = async () => {
    let failures = 0;
    while (!isLost) {
      await delay(pauseMs(leaseMs, failures), undefined, { signal: letGo.signal });
      failures = await extendOnce(failures);
    }
  };
  // It ends by being let go, which rejects the wait.
  keep().catch(() => undefined);
  return {
    get isLost() {
      return isLost;
    },
    get endsAt() {
      return endsAt;
    },
    letGo: () => letGo.abort(),
  };
}

/** While the server is away there is time for some tries before the lease is over; else it is asked at half-time again. */
function pauseMs(leaseMs: number, failures: number): number {
  if (failures === 0) return leaseMs / 2;
  return backoffMs(failures, { firstMs: 250, longestMs: leaseMs / 4 }, Math.random());
}

/**
 * Null when the job is still this worker's. A lease that ran out does not lose it: until somebody else activates the job,
 * its report is accepted.
 */
function lossOf(error: unknown): LeaseLost | null {
  if (!(error instanceof CarillonError)) return null;
  if (error.status === 404) return new LeaseLost('not_found', error);
  if (error.status !== 409) return null;
  const { reason } = error.details;
  return reason === 'lease_expired' ? null : new LeaseLost(typeof reason === 'string' ? reason : 'refused', error);
}
