import type { RunBatch } from '../../domain/run/batch.js';
import type { Queryable } from '../client.js';
import { uuidsOf } from '../sql.js';
import { publishInterval } from './intervals.js';

/**
 * The users that have a backlog are found by skipping along its index, and of each only as many batches are looked at as
 * there is room for: neither a long backlog nor many users make a look dear. Users at the same turn are drawn, so that
 * none always comes first.
 */
const RELEASE = `
  WITH RECURSIVE herd AS (
    (SELECT user_id FROM run_batches WHERE state = 'backlog' ORDER BY user_id LIMIT 1)
    UNION ALL
    SELECT (SELECT b.user_id FROM run_batches b WHERE b.state = 'backlog' AND b.user_id > herd.user_id ORDER BY b.user_id LIMIT 1)
    FROM herd WHERE herd.user_id IS NOT NULL
  ),
  turns AS (
    SELECT first.id, row_number() OVER (PARTITION BY herd.user_id ORDER BY first.created_at, first.id) AS turn
    FROM herd CROSS JOIN LATERAL (
      SELECT b.id, b.created_at FROM run_batches b WHERE b.state = 'backlog' AND b.user_id = herd.user_id
      ORDER BY b.created_at LIMIT $1::int
    ) first
  ),
  chosen AS MATERIALIZED (
    SELECT b.id, t.turn FROM (SELECT id, turn FROM turns ORDER BY turn, random() LIMIT $1::int) t
    JOIN run_batches b ON b.id = t.id AND b.state = 'backlog' FOR NO KEY UPDATE OF b SKIP LOCKED
  ),
  released AS (
    UPDATE run_batches b SET state = 'unpublished', attention_at = statement_timestamp() + ${publishInterval}
    FROM chosen WHERE b.id = chosen.id
    RETURNING b.id, b.queue, b.run_ids::text AS "runIds", b.publication, chosen.turn
  )
  SELECT id, queue, "runIds", publication FROM released ORDER BY turn`;

/** Lets up to `limit` batches out of the backlog, one of each user in turn, to be published now. */
export async function releaseBatches(pg: Queryable, limit: number): Promise<RunBatch[]> {
  type Row = Omit<RunBatch, 'runIds'> & { runIds: string };
  const { rows } = await pg.query<Row>({ name: 'release-batches', text: RELEASE, values: [limit] });
  return rows.map((row) => ({ ...row, runIds: uuidsOf(row.runIds) }));
}

/** How many batches are kept back, and for how long the oldest has been. */
export async function readBacklog(pg: Queryable): Promise<{ batches: number; oldestSeconds: number }> {
  const { rows } = await pg.query<{ batches: number; oldestSeconds: number }>(
    `SELECT count(*)::int AS batches, coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS "oldestSeconds"
     FROM run_batches WHERE state = 'backlog'`,
  );
  return rows[0] ?? { batches: 0, oldestSeconds: 0 };
}
