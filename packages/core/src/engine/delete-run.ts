import type { Db } from '../db/client.js';
import { deleteFinalRun } from '../db/queries/ledger-reads.js';
import type { RunState } from '../domain/run/states.js';
import { findRun } from './find-run.js';

export type DeleteRunOutcome = { kind: 'deleted' } | { kind: 'not_found' } | { kind: 'not_final'; state: RunState };

/** Removes a run that has ended from the ledger. What it counted against the month stays counted. */
export function deleteRun(db: Db, userId: string, runId: string): Promise<DeleteRunOutcome> {
  return db.transaction(async (tx) => {
    const run = await findRun(tx, userId, runId);
    if (run === null) return { kind: 'not_found' };
    return (await deleteFinalRun(tx, userId, runId)) ? { kind: 'deleted' } : { kind: 'not_final', state: run.state };
  });
}
