import type { Queryable } from '../db/client.js';
import { tendJobs, type Tending } from '../db/queries/tend-worker-jobs.js';

export type { Tending };

/** Jobs of each kind looked after in one statement; as many done means that there may be more. */
const BATCH = 500;

/** Nothing waits longer than this to be seen; it is how late a job may be offered that came in while we slept. */
const MAX_SLEEP_MS = 250;

/** A round of tending, and when to look next. */
export interface TendingRound extends Tending {
  sleepMs: number;
}

/**
 * Offers jobs whose back-off or start has come and takes back leases that ran out, without using a retry; a lease lost
 * once too often raises an incident. Any number of schedulers may do so at once.
 */
export async function tendWorkerJobs(pg: Queryable): Promise<TendingRound> {
  const tending = await tendJobs(pg, BATCH);
  const { promoted, offeredAgain, givenUp, nextInMs } = tending;
  const isFull = promoted === BATCH || offeredAgain + givenUp === BATCH;
  // Never early: a timer may fire a fraction of a millisecond before its time.
  const sleepMs = isFull ? 0 : Math.min(nextInMs === null ? MAX_SLEEP_MS : Math.ceil(nextInMs) + 1, MAX_SLEEP_MS);
  return { ...tending, sleepMs };
}
