import type { Db } from '../db/client.js';
import {
  insertLedgerRows,
  insertRunBatches,
  type NewRun,
  type NewRunBatch,
  type TakenInstants,
} from '../db/queries/claim-due.js';
import { enterTurns } from './take-turns.js';

/**
 * Enters runs in the ledger, with their turns, and their batches in the outbox; part of the caller's transaction. A due
 * instant that the ledger has already is not entered again; unless it is refused, its id in a batch leads to nothing.
 */
export async function enterRuns(
  tx: Db,
  runs: readonly NewRun[],
  batches: readonly NewRunBatch[],
  type: 'AUTO' | 'MANUAL',
  taken?: TakenInstants,
): Promise<void> {
  await insertLedgerRows(tx, runs, type, taken);
  if (batches.length > 0) await insertRunBatches(tx, batches);
  await enterTurns(tx, runs);
}
