/** Failed attempts an address has before it must wait. */
const ATTEMPTS = 5;
const WINDOW_MS = 15 * 60 * 1_000;
const MAX_ADDRESSES = 10_000;

/** Slows guessing down, per address and process. */
export interface LoginThrottle {
  /** How long the address must wait, in ms; 0 when it may try. */
  waitMs(address: string): number;
  fail(address: string): void;
  succeed(address: string): void;
}

/** @param now a monotonic clock in ms. */
export function createLoginThrottle(now: () => number = () => performance.now()): LoginThrottle {
  const failures = new Map<string, { count: number; sinceMs: number }>();
  const current = (address: string) => {
    const entry = failures.get(address);
    return entry !== undefined && now() - entry.sinceMs < WINDOW_MS ? entry : undefined;
  };
  return {
    waitMs(address) {
      const entry = current(address);
      return entry === undefined || entry.count < ATTEMPTS ? 0 : entry.sinceMs + WINDOW_MS - now();
    },
    fail(address) {
      const { count, sinceMs } = current(address) ?? { count: 0, sinceMs: now() };
      failures.delete(address);
      failures.set(address, { count: count + 1, sinceMs });
      const oldest = failures.size > MAX_ADDRESSES ? failures.keys().next().value : undefined;
      if (oldest !== undefined) failures.delete(oldest);
    },
    succeed(address) {
      failures.delete(address);
    },
  };
}
