import { sql } from 'drizzle-orm';
import type { BatchState, RunBatch } from '../../domain/run/batch.js';
import { ATTENTION_WITHIN_MS } from '../../domain/run/lease.js';
import type { Db, Queryable } from '../client.js';
import { plainArray, UNHURRIED } from '../sql.js';
import { leaseInterval, publishInterval, republishInterval } from './intervals.js';

/**
 * Notes that the queue has batches; one that a worker has taken already stays as it is. The commit does not wait for the
 * disk: a note that a crash takes is made again when the batch is overdue.
 */
export async function markPublished(db: Db, ids: readonly string[]): Promise<void> {
  await db.execute(
    sql`WITH ${sql.raw(UNHURRIED)}
        UPDATE run_batches SET state = 'published', attention_at = clock_timestamp() + ${sql.raw(republishInterval)}
        FROM unhurried WHERE id = ANY(${plainArray(ids)}::uuid[]) AND state = 'unpublished'`,
  );
}

/**
 * Prolongs leases. One that does not come back ran out, and its runs were given to others. The rows are locked in order
 * of id, as finishing does, so that neither can deadlock with the other.
 * @returns the tokens that were prolonged.
 */
export async function renewLeases(
  pg: Queryable,
  tokens: readonly string[],
  batchIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await pg.query<{ token: string }>(
    `WITH held AS (
       SELECT id FROM run_batches WHERE id = ANY($2::uuid[]) AND lease_token = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
     )
     UPDATE run_batches b SET attention_at = clock_timestamp() + ${leaseInterval} FROM held WHERE b.id = held.id
     RETURNING b.lease_token AS token`,
    [plainArray(tokens), plainArray(batchIds)],
  );
  return new Set(rows.map((row) => row.token));
}

/**
 * Removes a batch whose runs have all ended, if it is still held under this lease. The commit does not wait for the disk:
 * of a batch that is back after a crash the lease runs out, and its rescue finds nothing to do.
 */
export async function deleteBatch(pg: Queryable, held: { batchId: string; leaseToken: string }): Promise<void> {
  const text = `WITH ${UNHURRIED} DELETE FROM run_batches USING unhurried WHERE id = $1::uuid AND lease_token = $2::uuid`;
  await pg.query({ name: 'delete-batch', text, values: [held.batchId, held.leaseToken] });
}

/** A batch that somebody should have published, taken or finished by now. */
export interface OverdueBatch extends RunBatch {
  userId: string | null;
  state: BatchState;
  attempt: number;
  /** Without the one that may just have been lost. */
  lostLeases: number;
}

// Not the volatile clock_timestamp(): the index is read up to now, and not over all that is to be looked at later.
const OVERDUE = `SELECT id, queue, user_id AS "userId", run_ids AS "runIds", state, publication, attempt, lost_leases AS "lostLeases"
     FROM run_batches WHERE attention_at < statement_timestamp()`;

/** Finds batches that need attention by the Postgres clock, longest first. */
export async function findOverdueBatches(pg: Queryable, limit: number): Promise<OverdueBatch[]> {
  const { rows } = await pg.query<OverdueBatch>(`${OVERDUE} ORDER BY attention_at LIMIT $1`, [limit]);
  return rows;
}

/** Locks those whose lease has run out, passing over what another scheduler is about to rescue. */
export async function lockLostBatches(pg: Queryable, ids: readonly string[]): Promise<OverdueBatch[]> {
  const text = `${OVERDUE} AND id = ANY($1::uuid[]) AND state = 'running' ORDER BY id FOR UPDATE SKIP LOCKED`;
  const { rows } = await pg.query<OverdueBatch>(text, [plainArray(ids)]);
  return rows;
}

/** Puts batches off: the queue still has their message, they are only behind a backlog. */
export async function postponeBatches(pg: Queryable, ids: readonly string[]): Promise<void> {
  await pg.query(
    `UPDATE run_batches SET attention_at = clock_timestamp() + ${republishInterval} WHERE id = ANY($1::uuid[]) AND state = 'published'`,
    [plainArray(ids)],
  );
}

/**
 * Makes batches that the queue has lost unpublished again, under their next message id. One that is no longer overdue was
 * taken, or dealt with by another scheduler.
 * @returns those this call moved.
 */
export async function unpublishBatches(pg: Queryable, ids: readonly string[]): Promise<RunBatch[]> {
  const { rows } = await pg.query<RunBatch>(
    `UPDATE run_batches SET state = 'unpublished', publication = publication + 1, attention_at = clock_timestamp() + interval '1 second'
     WHERE id = ANY($1::uuid[]) AND state = 'published' AND attention_at < clock_timestamp()
     RETURNING id, queue, run_ids AS "runIds", publication, lost_leases AS "lostLeases"`,
    [plainArray(ids)],
  );
  return rows;
}

/**
 * Makes batches unpublished whose runs' next attempt is due; those of herds go to the end of their user's backlog, so
 * that no herd that fails stands in the way of another. One that is not `retrying` any more another scheduler has dealt
 * with.
 * @returns those to be published now, and how many wait for room.
 */
export async function dueBatches(
  pg: Queryable,
  ids: readonly string[],
): Promise<{ batches: RunBatch[]; keptBack: number }> {
  if (ids.length === 0) return { batches: [], keptBack: 0 };
  const isOfHerd = `queue = 'herd-runs' AND user_id IS NOT NULL`;
  const { rows } = await pg.query<RunBatch & { state: BatchState }>(
    `UPDATE run_batches SET state = CASE WHEN ${isOfHerd} THEN 'backlog' ELSE 'unpublished' END,
       attention_at = CASE WHEN ${isOfHerd} THEN 'infinity' ELSE statement_timestamp() + ${publishInterval} END
     WHERE id = ANY($1::uuid[]) AND state = 'retrying' AND attention_at < statement_timestamp()
     RETURNING id, queue, run_ids AS "runIds", publication, lost_leases AS "lostLeases", state`,
    [plainArray(ids)],
  );
  const batches = rows.filter((row) => row.state === 'unpublished');
  return { batches, keptBack: rows.length - batches.length };
}

/** The earliest instant ahead at which a batch needs attention, if the schedulers would not look by then anyway. */
export async function readNextAttention(pg: Queryable): Promise<{ at: Date; inMs: number } | null> {
  const { rows } = await pg.query<{ at: Date; inMs: number }>(
    `SELECT attention_at AS at, (extract(epoch FROM attention_at - clock_timestamp()) * 1000)::float8 AS "inMs" FROM run_batches
     WHERE attention_at >= statement_timestamp() AND attention_at < statement_timestamp() + interval '${ATTENTION_WITHIN_MS} milliseconds'
     ORDER BY attention_at LIMIT 1`,
  );
  return rows[0] ?? null;
}
