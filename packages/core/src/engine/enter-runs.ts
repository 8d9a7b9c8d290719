import type { Db } from '../db/client.js';
import { insertLedgerRows, insertLiveRuns, type NewRun } from '../db/queries/claim-due.js';
import type { RunQueue } from '../domain/run/queues.js';

/**
 * Enters runs in the ledger, and those that are queued in the hot set and the outbox; part of the caller's transaction.
 * A due instant that the ledger has already is not queued a second time.
 */
export async function enterRuns(
  tx: Db,
  runs: readonly NewRun[],
  type: 'AUTO' | 'MANUAL',
  queue: RunQueue,
): Promise<void> {
  const entered = await insertLedgerRows(tx, runs, type);
  const queued = runs.filter((run): run is NewRun & { batchId: string } => run.batchId !== null && entered.has(run.id));
  if (queued.length > 0) await insertLiveRuns(tx, queued, queue);
}
