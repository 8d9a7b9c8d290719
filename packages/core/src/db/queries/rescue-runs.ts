import type { RunPolicy } from '../../domain/policy/run-policy.js';
import type { RunBatch } from '../../domain/run/batch.js';
import type { CallError } from '../../domain/run/outcome.js';
import type { PastAttempt } from '../../domain/run/past-attempt.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { dueRange } from './start-runs.js';

/** A run of a batch that has not ended. */
export interface UnfinishedRun {
  runId: string;
  cronJobId: string;
  /** As its cron job says now; the default of one that is gone. */
  delivery: RunPolicy['delivery'];
  hasWebhook: boolean;
}

/** The runs of a batch that have not ended; the batch is locked by this transaction. */
export async function findUnfinishedRuns(pg: Queryable, batch: RunBatch): Promise<UnfinishedRun[]> {
  const { rows } = await pg.query<UnfinishedRun>(
    `SELECT r.id AS "runId", r.cron_job_id AS "cronJobId", coalesce(c.policy->>'delivery', 'atLeastOnce') AS delivery,
       coalesce(c.has_webhook, false) AS "hasWebhook"
     FROM runs r LEFT JOIN cron_jobs c ON c.id = r.cron_job_id
     WHERE r.id = ANY($1::uuid[]) AND r.scheduled_for BETWEEN $2::timestamptz AND $3::timestamptz AND r.state = 'queued'
       AND r.batch_id = $4::uuid`,
    [plainArray(batch.runIds), ...dueRange(batch.runIds), batch.id],
  );
  return rows;
}

/** A batch that takes over unfinished runs of another. */
export interface Successor extends RunBatch {
  userId: string | null;
  attempt: number;
  lostLeases: number;
  /** The attempt that was lost with the lease. */
  past: PastAttempt;
}

/** Writes the batches that take over, to be published at once, and tells their runs. */
export async function insertSuccessors(pg: Queryable, successors: readonly Successor[]): Promise<void> {
  await pg.query(
    `INSERT INTO run_batches (id, queue, user_id, run_ids, attempt, lost_leases, attention_at)
     SELECT id, queue, user_id, run_ids::uuid[], attempt, lost_leases, clock_timestamp()
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::smallint[])
       AS s(id, queue, user_id, run_ids, attempt, lost_leases)`,
    [
      plainArray(successors.map((batch) => batch.id)),
      plainArray(successors.map((batch) => batch.queue)),
      successors.map((batch) => batch.userId),
      successors.map((batch) => plainArray(batch.runIds)),
      plainArray(successors.map((batch) => batch.attempt)),
      plainArray(successors.map((batch) => batch.lostLeases)),
    ],
  );
  const moves = successors.flatMap(({ id, runIds, past }) => runIds.map((runId) => ({ runId, batchId: id, past })));
  const runIds = moves.map((move) => move.runId);
  await pg.query(
    `UPDATE runs r SET batch_id = m.batch_id, attempts = coalesce(r.attempts, '[]') || m.past
     FROM unnest($1::uuid[], $2::uuid[], $3::jsonb[]) AS m(run_id, batch_id, past)
     WHERE r.id = m.run_id AND r.scheduled_for BETWEEN $4::timestamptz AND $5::timestamptz AND r.state = 'queued'`,
    [
      plainArray(runIds),
      plainArray(moves.map((move) => move.batchId)),
      moves.map((move) => JSON.stringify(move.past)),
      ...dueRange(runIds),
    ],
  );
}

/** Removes batches whose runs have gone over to successors or ended; they are locked by this transaction. */
export async function deleteBatches(pg: Queryable, ids: readonly string[]): Promise<void> {
  await pg.query('DELETE FROM run_batches WHERE id = ANY($1::uuid[])', [plainArray(ids)]);
}

/** Ends runs whose worker was lost and which go to no other; their batches are locked by this transaction. */
export async function giveUpRuns(
  pg: Queryable,
  runIds: readonly string[],
  { code, message }: CallError,
): Promise<void> {
  await pg.query(
    `UPDATE runs r SET state = 'failed', attempt = b.attempt, started_at = b.started_at, finished_at = clock_timestamp(),
       error_code = $4, error_message = $5
     FROM run_batches b
     WHERE r.id = ANY($1::uuid[]) AND r.scheduled_for BETWEEN $2::timestamptz AND $3::timestamptz AND r.state = 'queued'
       AND b.id = r.batch_id`,
    [plainArray(runIds), ...dueRange(runIds), code, message],
  );
}
