import type { PastAttempt } from '../../domain/run/past-attempt.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { UNPUBLISHED_CHANNEL } from './hand-over-runs.js';
import { dueRange } from './start-runs.js';

/** A run whose attempt has failed and is followed by another. */
export interface RetriedRun {
  runId: string;
  batchId: string;
  leaseToken: string;
  /** Between now and the next attempt. */
  delayMs: number;
  /** The attempt that has failed. */
  past: PastAttempt;
}

/**
 * The leases are locked as an end locks them. Runs that are to wait for the same time go over to one batch, whose
 * `attention_at` is the clock of their next attempt.
 */
const RETRY_RUNS = `
  WITH held AS MATERIALIZED (
    SELECT b.id, b.queue, b.user_id, b.attempt, b.lost_leases, h.place FROM run_batches b
    JOIN unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS h(id, lease_token, place) ON b.id = h.id AND b.lease_token = h.lease_token
    ORDER BY b.id FOR SHARE OF b
  ), failed AS MATERIALIZED (
    SELECT o.run_id, o.delay_ms, o.past, held.*,
      rank() OVER (ORDER BY held.queue, held.user_id, held.attempt, held.lost_leases, o.delay_ms) AS company
    FROM unnest($3::uuid[], $4::int[], $5::float8[], $6::jsonb[]) AS o(run_id, lease, delay_ms, past)
    JOIN held ON held.place = o.lease
  ), successor AS MATERIALIZED (
    SELECT company, gen_random_uuid() AS id FROM failed GROUP BY company
  ), moved AS (
    UPDATE runs r SET batch_id = s.id, attempts = coalesce(r.attempts, '[]') || f.past
    FROM failed f JOIN successor s USING (company)
    WHERE r.id = f.run_id AND r.state = 'queued' AND r.batch_id = f.id
      AND r.scheduled_for BETWEEN $7::timestamptz AND $8::timestamptz
    RETURNING r.id, s.id AS batch_id, f.queue, f.user_id, f.attempt, f.lost_leases, f.delay_ms
  ), postponed AS (
    INSERT INTO run_batches (id, queue, user_id, run_ids, state, attempt, lost_leases, attention_at)
    SELECT batch_id, queue, user_id, array_agg(id), 'retrying', attempt + 1, lost_leases,
      clock_timestamp() + delay_ms * interval '1 millisecond'
    FROM moved GROUP BY batch_id, queue, user_id, attempt, lost_leases, delay_ms
  )
  SELECT id FROM moved`;

/**
 * Notes failed attempts and puts their runs off until the next, if the lease they were made under is still held. One that
 * does not come back is stale: the run was given to another worker meanwhile.
 * @returns how many were put off.
 */
export async function retryRuns(pg: Queryable, retried: readonly RetriedRun[]): Promise<number> {
  const leases = new Map(retried.map((run) => [run.leaseToken, run.batchId]));
  const tokens = [...leases.keys()];
  const places = new Map(tokens.map((token, i) => [token, i + 1]));
  const runIds = retried.map((run) => run.runId);
  const values = [
    plainArray([...leases.values()]),
    plainArray(tokens),
    plainArray(runIds),
    plainArray(retried.map((run) => places.get(run.leaseToken) ?? 0)),
    plainArray(retried.map((run) => run.delayMs)),
    retried.map((run) => JSON.stringify(run.past)),
    ...dueRange(runIds),
  ];
  const { rowCount } = await pg.query({ name: 'retry-runs', text: RETRY_RUNS, values });
  return rowCount ?? 0;
}

/** Tells the schedulers that an attempt is due so soon. */
export async function tellOfRetry(pg: Queryable, inMs: number): Promise<void> {
  await pg.query(
    `SELECT pg_notify('${UNPUBLISHED_CHANNEL}',
       to_char((clock_timestamp() + $1::float8 * interval '1 millisecond') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`,
    [inMs],
  );
}

/**
 * Locks leases for a transaction that ends some runs and puts others off: taken by each of the two statements for itself,
 * the locks would not be in order, and the renewal of leases, which takes them in order, could stand against it.
 */
export async function shareLeases(pg: Queryable, batchIds: readonly string[]): Promise<void> {
  const text = 'SELECT FROM run_batches WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE';
  await pg.query(text, [plainArray([...new Set(batchIds)])]);
}
