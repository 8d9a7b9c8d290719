import type { BatchState } from '../../domain/run/batch.js';
import type { RunQueue } from '../../domain/run/queues.js';
import type { Queryable } from '../client.js';

/** What is due and has not been claimed. */
export interface OverdueFigures {
  cronJobs: number;
  /** Since the earliest of them was due; 0 when none is. */
  oldestSeconds: number;
}

/** Counting stops here: beyond it the number tells no more, and the count must stay cheap when most is wrong. */
const MOST_COUNTED = 10_000;

/** How many cron jobs are due and not claimed, up to a bound, by the index of the claim. */
export async function readOverdue(pg: Queryable): Promise<OverdueFigures> {
  const { rows } = await pg.query<OverdueFigures>(
    `SELECT count(*)::int AS "cronJobs", GREATEST(coalesce(extract(epoch FROM clock_timestamp() - min(next_run_at)), 0), 0)::float8 AS "oldestSeconds"
     FROM (
       SELECT next_run_at FROM cron_jobs WHERE enabled AND next_run_at <= statement_timestamp()
       ORDER BY next_run_at LIMIT ${MOST_COUNTED}
     ) due`,
  );
  return rows[0] ?? { cronJobs: 0, oldestSeconds: 0 };
}

/** The batches of one queue that are in one state. */
export interface BatchFigures {
  queue: RunQueue;
  state: BatchState;
  batches: number;
  runs: number;
  /** Since the oldest on its first attempt was entered: later ones have waited on purpose. */
  oldestSeconds: number;
}

/** What is under way, by queue and state: the hot set is read once, which has a row for some dozens of runs. */
export async function readBatchFigures(pg: Queryable): Promise<BatchFigures[]> {
  const { rows } = await pg.query<BatchFigures>({
    name: 'batch-figures',
    text: `SELECT queue, state, count(*)::int AS batches, sum(cardinality(run_ids))::int AS runs,
             GREATEST(coalesce(extract(epoch FROM clock_timestamp() - min(created_at) FILTER (WHERE attempt = 1 AND lost_leases = 0)), 0), 0)::float8
               AS "oldestSeconds"
           FROM run_batches GROUP BY queue, state`,
  });
  return rows;
}
