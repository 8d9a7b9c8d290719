import type { RunBatch } from '../../domain/run/batch.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { dueRange } from './start-runs.js';

/** A run of a batch that has not ended. */
export interface UnfinishedRun {
  runId: string;
  cronJobId: string;
}

/** The runs of a batch that have not ended; the batch is locked by this transaction. */
export async function findUnfinishedRuns(pg: Queryable, batch: RunBatch): Promise<UnfinishedRun[]> {
  const { rows } = await pg.query<UnfinishedRun>(
    `SELECT id AS "runId", cron_job_id AS "cronJobId" FROM runs
     WHERE id = ANY($1::uuid[]) AND scheduled_for BETWEEN $2::timestamptz AND $3::timestamptz AND state = 'queued' AND batch_id = $4::uuid`,
    [plainArray(batch.runIds), ...dueRange(batch.runIds), batch.id],
  );
  return rows;
}

/** A batch that takes over unfinished runs of another. */
export interface Successor extends RunBatch {
  attempt: number;
  lostLeases: number;
}

/** Writes the batches that take over, to be published at once, and tells their runs. */
export async function insertSuccessors(pg: Queryable, successors: readonly Successor[]): Promise<void> {
  await pg.query(
    `INSERT INTO run_batches (id, queue, run_ids, attempt, lost_leases, attention_at)
     SELECT id, queue, run_ids::uuid[], attempt, lost_leases, clock_timestamp()
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::smallint[]) AS s(id, queue, run_ids, attempt, lost_leases)`,
    [
      plainArray(successors.map((batch) => batch.id)),
      plainArray(successors.map((batch) => batch.queue)),
      successors.map((batch) => plainArray(batch.runIds)),
      plainArray(successors.map((batch) => batch.attempt)),
      plainArray(successors.map((batch) => batch.lostLeases)),
    ],
  );
  const pairs = successors.flatMap((batch) => batch.runIds.map((runId) => ({ runId, batchId: batch.id })));
  const runIds = pairs.map((pair) => pair.runId);
  await pg.query(
    `UPDATE runs r SET batch_id = p.batch_id FROM unnest($1::uuid[], $2::uuid[]) AS p(run_id, batch_id)
     WHERE r.id = p.run_id AND r.scheduled_for BETWEEN $3::timestamptz AND $4::timestamptz AND r.state = 'queued'`,
    [plainArray(runIds), plainArray(pairs.map((pair) => pair.batchId)), ...dueRange(runIds)],
  );
}

/** Removes batches whose runs have gone over to successors or ended; they are locked by this transaction. */
export async function deleteBatches(pg: Queryable, ids: readonly string[]): Promise<void> {
  await pg.query('DELETE FROM run_batches WHERE id = ANY($1::uuid[])', [plainArray(ids)]);
}

/** Gives up runs that keep losing their worker; the ledger says why. */
export async function giveUpRuns(
  pg: Queryable,
  runIds: readonly string[],
  lost: { batchId: string; attempt: number; code: string; message: string },
): Promise<void> {
  await pg.query(
    `UPDATE runs SET state = 'failed', attempt = $4, started_at = (SELECT started_at FROM run_batches WHERE id = $7::uuid),
       finished_at = clock_timestamp(), error_code = $5, error_message = $6
     WHERE id = ANY($1::uuid[]) AND scheduled_for BETWEEN $2::timestamptz AND $3::timestamptz AND state = 'queued'`,
    [plainArray(runIds), ...dueRange(runIds), lost.attempt, lost.code, lost.message, lost.batchId],
  );
}
