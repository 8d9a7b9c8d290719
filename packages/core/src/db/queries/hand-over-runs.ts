import type { PastAttempt } from '../../domain/run/past-attempt.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { dueRange } from './start-runs.js';

/** The channel on which schedulers are told that a batch is to be published at once. */
export const UNPUBLISHED_CHANNEL = 'carillon_unpublished';

/** Runs of one batch that go over to another of their own. */
export interface HandOver {
  batchId: string;
  leaseToken: string;
  successorId: string;
  /** 1 when an attempt has been used up; 0 leaves them on the attempt they are on. */
  attemptStep: 0 | 1;
  runs: readonly { runId: string; past: PastAttempt | null }[];
}

/** The column keeps milliseconds: rounded up, the instant would not have passed yet when the schedulers look. */
const HAND_OVER = `
  WITH held AS MATERIALIZED (
    SELECT id, queue, user_id, attempt, lost_leases FROM run_batches
    WHERE id = $1::uuid AND lease_token = $2::uuid FOR SHARE
  ), moved AS (
    UPDATE runs r SET batch_id = $3::uuid,
      attempts = CASE WHEN o.past IS NULL THEN r.attempts ELSE coalesce(r.attempts, '[]') || o.past END
    FROM held, unnest($5::uuid[], $6::jsonb[]) AS o(run_id, past)
    WHERE r.id = o.run_id AND r.scheduled_for BETWEEN $7::timestamptz AND $8::timestamptz
      AND r.state = 'queued' AND r.batch_id = held.id
    RETURNING r.id
  ), successor AS (
    INSERT INTO run_batches (id, queue, user_id, run_ids, attempt, lost_leases, attention_at)
    SELECT $3::uuid, held.queue, held.user_id, m.run_ids, held.attempt + $4::smallint, held.lost_leases, clock_timestamp() - interval '1 millisecond'
    FROM held, (SELECT array_agg(id) AS run_ids FROM moved) AS m WHERE m.run_ids IS NOT NULL
    RETURNING run_ids
  )
  SELECT cardinality(run_ids) AS runs, pg_notify('${UNPUBLISHED_CHANNEL}', '') FROM successor`;

/**
 * Gives runs back that are held under a lease and have not ended, as a batch to be published at once. Nothing moves when
 * the lease is lost: the runs are another worker's then. No lost lease is counted, since nobody was lost.
 * @returns how many runs moved.
 */
export async function handOverRuns(pg: Queryable, handOver: HandOver): Promise<number> {
  const { batchId, leaseToken, successorId, attemptStep, runs } = handOver;
  const runIds = runs.map((run) => run.runId);
  const past = runs.map((run) => (run.past === null ? null : JSON.stringify(run.past)));
  const values = [batchId, leaseToken, successorId, attemptStep, plainArray(runIds), past, ...dueRange(runIds)];
  const { rows } = await pg.query<{ runs: number }>(HAND_OVER, values);
  return rows[0]?.runs ?? 0;
}
