import { inTransaction, type Pool, type Queryable } from '../db/client.js';
import {
  addToTotals,
  adoptForeignEnds,
  discardForeignTotals,
  findRollUpSpan,
  lockTotals,
} from '../db/queries/roll-up-worker-jobs.js';

/** What a roll-up did. */
export interface RollUp {
  /** Ends that are in the totals now. */
  rows: number;
  /** There may be more at once. */
  isFull: boolean;
}

const BATCH = 20_000;

/**
 * Adds worker jobs that have ended to the totals, each once: those of transactions that are over, up to where the last
 * roll-up came. Several processes may do so; one at a time does.
 */
export function rollUpWorkerJobs(pool: Pool, batch = BATCH): Promise<RollUp> {
  return inTransaction(pool, async (pg) => {
    // The planner has no idea how few ends there are since the last time.
    await pg.query('SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off');
    await lockTotals(pg);
    const foreign = await takeOver(pg, batch);
    // By another statement than the lock's, which may have waited: it must see what the one before it has done.
    const span = await findRollUpSpan(pg, batch);
    const rows = span === null ? 0 : await addToTotals(pg, span);
    return { rows, isFull: rows >= batch || foreign };
  });
}

/** Makes what a dump has brought from another Postgres our own. @returns true when there was something. */
async function takeOver(pg: Queryable, batch: number): Promise<boolean> {
  const discarded = await discardForeignTotals(pg);
  return (await adoptForeignEnds(pg, batch)) > 0 || discarded;
}
