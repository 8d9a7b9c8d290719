import type { Db } from '../db/client.js';
import { selectRun, type LedgerRun } from '../db/queries/ledger-reads.js';
import { scheduledForOf } from '../domain/ids.js';

/** Postgres reads no date beyond this as JavaScript writes it, and no run is due there. */
const LAST_YEAR = 9_999;

/** A user's run by its uuid. Another user's and a missing one are the same: null. */
export function findRun(db: Db, userId: string, runId: string): Promise<LedgerRun | null> {
  return isLedgerId(runId) ? selectRun(db, userId, runId) : Promise.resolve(null);
}

/** True when a run with this uuid can be in the ledger: its id says an instant that the ledger can hold. */
export function isLedgerId(runId: string): boolean {
  return scheduledForOf(runId).getUTCFullYear() <= LAST_YEAR;
}
