import type { CounterStore } from '@carillon/core/queues/counter-store';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';

/** Counts events of a kind by key, each key in a window that begins with its first. */
export interface Counter {
  /** Counts one, and says what the window holds with it. */
  add(key: string): Promise<Count>;
  /** What the window holds; null when there is none. */
  read(key: string): Promise<Count | null>;
  forget(key: string): Promise<void>;
}

export interface Count {
  value: number;
  /** Until the window ends. */
  resetMs: number;
}

/** Whatever the limit is, it is held against the count by whoever asks: plans differ, and change. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/**
 * Makes counters of a kind: in the store that all processes share, or in this process where there is none. While the
 * store is away or slow this process counts for itself, so that limits stay, and stay cheap, but are each process's own.
 */
export function createCounter(kind: string, windowSeconds: number, store: CounterStore | null): Counter {
  const limiter = makeLimiter(kind, windowSeconds, store);
  const toCount = ({ consumedPoints: value, msBeforeNext }: { consumedPoints: number; msBeforeNext: number }) => ({
    value,
    resetMs: Math.max(0, msBeforeNext),
  });
  return {
    add: async (key) => toCount(await limiter.consume(key)),
    async read(key) {
      const found = await limiter.get(key);
      return found === null ? null : toCount(found);
    },
    async forget(key) {
      await limiter.delete(key);
    },
  };
}

function makeLimiter(kind: string, windowSeconds: number, store: CounterStore | null): RateLimiterAbstract {
  const keyPrefix = store === null ? kind : `${store.prefix}:${kind}`;
  const options = { keyPrefix, points: NO_LIMIT, duration: windowSeconds };
  const local = new RateLimiterMemory(options);
  if (store === null) return local;
  return new RateLimiterRedis({
    ...options,
    storeClient: store.client,
    rejectIfRedisNotReady: true,
    insuranceLimiter: local,
  });
}
