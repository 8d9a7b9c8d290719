import type { RunQueue } from '../../domain/run/queues.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { republishInterval } from './intervals.js';

/** A run whose worker stopped renewing its lease, locked until the transaction ends. */
export interface LostRun {
  runId: string;
  cronJobId: string;
  queue: RunQueue;
  /** With the one just lost. */
  lostLeases: number;
}

/** Locks the runs that are still held under a lease that ran out. */
export async function lockLostRuns(
  pg: Queryable,
  lease: { token: string; runIds: readonly string[] },
): Promise<LostRun[]> {
  const { rows } = await pg.query<LostRun>(
    `SELECT run_id AS "runId", cron_job_id AS "cronJobId", queue, lost_leases + 1 AS "lostLeases"
     FROM live_runs WHERE run_id = ANY($1::uuid[]) AND lease_token = $2::uuid FOR UPDATE`,
    [plainArray(lease.runIds), lease.token],
  );
  return rows;
}

/** Which batch a run travels in next. */
export interface Requeue {
  runId: string;
  batchId: string;
}

/** Puts lost runs, locked by this transaction, back into the queue as their next attempt, their batches into the outbox. */
export async function requeueLostRuns(pg: Queryable, requeues: readonly Requeue[]): Promise<void> {
  await pg.query(
    `WITH moved AS (
       UPDATE live_runs l SET state = 'queued', lease_token = NULL, started_at = NULL, attempt = l.attempt + 1,
         lost_leases = l.lost_leases + 1, batch_id = q.batch_id, republish_at = clock_timestamp() + ${republishInterval}
       FROM unnest($1::uuid[], $2::uuid[]) AS q(run_id, batch_id) WHERE l.run_id = q.run_id AND l.state = 'running'
       RETURNING l.run_id, l.queue, l.batch_id
     ) ${MOVED_TO_OUTBOX}`,
    columns(requeues),
  );
}

/** Gives up runs that keep losing their worker: the hot row goes, the ledger says why. */
export async function giveUpLostRuns(
  pg: Queryable,
  runIds: readonly string[],
  error: { code: string; message: string },
): Promise<void> {
  await pg.query(
    `WITH gone AS (
       DELETE FROM live_runs WHERE run_id = ANY($1::uuid[]) AND state = 'running' RETURNING run_id, scheduled_for, attempt, started_at
     )
     UPDATE runs r SET state = 'failed', attempt = g.attempt, started_at = g.started_at, finished_at = clock_timestamp(),
       duration_ms = (extract(epoch FROM clock_timestamp() - g.started_at) * 1000)::int, error_code = $2, error_message = $3
     FROM gone g WHERE r.id = g.run_id AND r.scheduled_for = g.scheduled_for`,
    [plainArray(runIds), error.code, error.message],
  );
}

/** A batch whose queued runs nobody has taken for a while. */
export interface OverdueBatch {
  batchId: string;
  queue: RunQueue;
  runIds: string[];
}

/** Finds batches with queued runs that are overdue, longest first. */
export async function findOverdueBatches(pg: Queryable, limit: number): Promise<OverdueBatch[]> {
  const { rows } = await pg.query<OverdueBatch>(
    `SELECT batch_id AS "batchId", queue, array_agg(run_id) AS "runIds" FROM (
       SELECT batch_id, queue, run_id FROM live_runs
       WHERE republish_at < clock_timestamp() AND state = 'queued' ORDER BY republish_at LIMIT $1
     ) overdue GROUP BY batch_id, queue`,
    [limit],
  );
  return rows;
}

/** Looks at these runs again in 30 s: their message is still on its way. */
export async function postponeOverdue(pg: Queryable, runIds: readonly string[]): Promise<void> {
  await pg.query(
    `UPDATE live_runs SET republish_at = clock_timestamp() + ${republishInterval} WHERE run_id = ANY($1::uuid[]) AND state = 'queued'`,
    [plainArray(runIds)],
  );
}

/**
 * Gives overdue queued runs a new batch and puts it into the outbox. Only runs that are still overdue move: another
 * scheduler that came first has postponed them.
 */
export async function rebatchOverdue(pg: Queryable, requeues: readonly Requeue[]): Promise<void> {
  await pg.query(
    `WITH moved AS (
       UPDATE live_runs l SET batch_id = q.batch_id, republish_at = clock_timestamp() + ${republishInterval}
       FROM unnest($1::uuid[], $2::uuid[]) AS q(run_id, batch_id)
       WHERE l.run_id = q.run_id AND l.state = 'queued' AND l.republish_at < clock_timestamp()
       RETURNING l.run_id, l.queue, l.batch_id
     ) ${MOVED_TO_OUTBOX}`,
    columns(requeues),
  );
}

const MOVED_TO_OUTBOX = `INSERT INTO run_batches (id, queue, run_ids)
       SELECT batch_id, queue, array_agg(run_id) FROM moved GROUP BY batch_id, queue`;

const columns = (requeues: readonly Requeue[]) => [
  plainArray(requeues.map((requeue) => requeue.runId)),
  plainArray(requeues.map((requeue) => requeue.batchId)),
];
