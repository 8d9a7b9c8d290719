import { DURATION_CLASSES, SPANS_MINUTES } from '../../domain/worker-job/totals.js';
import type { Queryable } from '../client.js';

/** What a roll-up found to do: ends of transactions from one number on and before another. */
export interface RollUpSpan {
  from: string;
  before: string;
}

/**
 * Transactions that are over have numbers below the xmin of a snapshot: nobody can come with one of those any more. Up to
 * the transaction that has the end after `limit` others, so that a backlog is worked off in pieces.
 */
const FIND_SPAN = `
  SELECT before::text AS from,
    LEAST((last.xid::text::bigint + 1)::text::xid8, pg_snapshot_xmin(pg_current_snapshot()))::text AS before
  FROM worker_job_roll_up roll_up CROSS JOIN LATERAL (
    SELECT finished_xid AS xid FROM (
      SELECT finished_xid FROM worker_jobs WHERE finished_xid IS NOT NULL AND finished_xid >= roll_up.before
      ORDER BY finished_xid LIMIT $1::int
    ) found ORDER BY finished_xid DESC LIMIT 1
  ) last`;

/** Takes the turn of moving the totals on; it ends with the transaction. */
export async function lockTotals(pg: Queryable): Promise<void> {
  await pg.query('SELECT FROM worker_job_roll_up FOR UPDATE');
}

/** What there is to roll up; null when there is nothing. */
export async function findRollUpSpan(pg: Queryable, limit: number): Promise<RollUpSpan | null> {
  const { rows } = await pg.query<RollUpSpan>({ name: 'find-roll-up-span', text: FIND_SPAN, values: [limit] });
  const [span] = rows;
  return span !== undefined && BigInt(span.before) > BigInt(span.from) ? span : null;
}

const CLASSES = Array.from({ length: DURATION_CLASSES }, (_, n) => n);

const ROLL_UP = `
  WITH ended AS MATERIALIZED (
    SELECT user_id, created_at, type, tenant_id, coalesce(worker, '') AS worker, state, failures,
      elapsed_ms(created_at, finished_at) AS total_ms, elapsed_ms(activated_at, finished_at) AS processing_ms
    FROM worker_jobs WHERE finished_xid IS NOT NULL AND finished_xid >= $1::text::xid8 AND finished_xid < $2::text::xid8
  ),
  classed AS MATERIALIZED (SELECT *, duration_class(processing_ms) AS class FROM ended),
  added AS (
    INSERT INTO worker_job_totals AS t
      (user_id, minutes, starts_at, type, tenant_id, worker, state, count, total_ms, processing_ms, failures, histogram)
    SELECT user_id, span.minutes, date_bin(span.minutes * interval '1 minute', created_at, 'epoch'), type, tenant_id, worker,
      state, count(*), sum(total_ms), sum(processing_ms), sum(failures), CASE WHEN state = 'COMPLETED'
        THEN ARRAY[${CLASSES.map((n) => `count(*) FILTER (WHERE class = ${n})`).join(', ')}]::integer[] END
    FROM classed CROSS JOIN (VALUES ${SPANS_MINUTES.map((minutes) => `(${minutes})`).join(', ')}) span(minutes)
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (user_id, minutes, starts_at, type, tenant_id, worker, state) DO UPDATE SET
      count = t.count + excluded.count, total_ms = t.total_ms + excluded.total_ms,
      processing_ms = t.processing_ms + excluded.processing_ms, failures = t.failures + excluded.failures,
      histogram = add_histograms(t.histogram, excluded.histogram, 1)
  ),
  moved AS (UPDATE worker_job_roll_up SET before = $2::text::xid8)
  SELECT count(*)::int AS rows FROM ended`;

/** Adds the ends of a span to the totals and moves on, in one statement. @returns how many there were. */
export async function addToTotals(pg: Queryable, span: RollUpSpan): Promise<number> {
  const values = [span.from, span.before];
  const { rows } = await pg.query<{ rows: number }>({ name: 'roll-up-worker-jobs', text: ROLL_UP, values });
  return rows[0]?.rows ?? 0;
}

/**
 * Begins anew when the totals are from another Postgres, whose transactions had come further: a dump was restored. Until
 * they are rolled up again, all ends are counted row by row.
 * @returns true when they were.
 */
export async function discardForeignTotals(pg: Queryable): Promise<boolean> {
  const { rows } = await pg.query(`
    WITH foreign_totals AS (
      UPDATE worker_job_roll_up SET before = '0' WHERE before > pg_snapshot_xmax(pg_current_snapshot()) RETURNING 1
    )
    SELECT FROM foreign_totals`);
  if (rows.length > 0) await pg.query('DELETE FROM worker_job_totals');
  return rows.length > 0;
}

/** Enters ends whose transactions are yet to come, from another Postgres likewise, as of this one. @returns how many. */
export async function adoptForeignEnds(pg: Queryable, limit: number): Promise<number> {
  const { rows } = await pg.query(
    `UPDATE worker_jobs SET finished_xid = pg_current_xact_id() WHERE key = ANY(ARRAY(
       SELECT key FROM worker_jobs WHERE finished_xid IS NOT NULL AND finished_xid >= pg_snapshot_xmax(pg_current_snapshot())
       ORDER BY finished_xid DESC LIMIT $1::int FOR NO KEY UPDATE SKIP LOCKED
     )) RETURNING 1`,
    [limit],
  );
  return rows.length;
}
