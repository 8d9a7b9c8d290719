import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseUnavailable } from '../db/availability.js';

const PAUSE_MS = 250;

/**
 * Does work that Postgres is needed for, and does it again while Postgres is away, until `signal` is aborted. For work
 * that may be done twice: of what was under way when Postgres went it is not known whether it was done.
 */
export async function untilAvailable<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isDatabaseUnavailable(error)) throw error;
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
