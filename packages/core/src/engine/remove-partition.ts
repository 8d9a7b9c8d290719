import type { Db } from '../db/client.js';
import { dropRunPartition, lookForRowsToKeep, type DropOutcome } from '../db/queries/run-partitions.js';

export interface RemovePartitionOptions {
  db: Db;
  day: string;
  /** Runs called since then stay, however long ago they were due. */
  keptSince: Date;
  signal: AbortSignal;
  pause: (ms: number) => Promise<void>;
}

/** A drop that finds the ledger held gives way and comes back this often, after this long. */
const TRIES = 10;
const PAUSE_BETWEEN_TRIES_MS = 500;

/**
 * Drops the ledger partition of a day that no plan keeps any more, unless it has rows that must stay. They are looked for
 * before the lock, which takes as long as reading the partition; a run entered in the meantime is in a batch or
 * has a worker job, which the drop looks for under the lock.
 */
export async function removePartition(options: RemovePartitionOptions): Promise<DropOutcome | 'stopped'> {
  const { db, day, keptSince, signal, pause } = options;
  let page: number | boolean = 0;
  while (typeof page === 'number') {
    if (signal.aborted) return 'stopped';
    page = await lookForRowsToKeep(db, { day, page, keptSince });
  }
  if (page) return 'needed';
  for (let tries = 1; !signal.aborted; tries++) {
    const outcome = await dropRunPartition(db, day);
    if (outcome !== 'busy' || tries === TRIES) return outcome;
    await pause(PAUSE_BETWEEN_TRIES_MS);
  }
  return 'stopped';
}
