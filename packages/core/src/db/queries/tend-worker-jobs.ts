import { MAX_EXPIRIES } from '../../domain/worker-job/lease.js';
import type { Queryable } from '../client.js';
import { appendEvent, msOf, NEW_INCIDENT_ID, NOTIFY_READY } from './worker-job-sql.js';

/** What a round of tending did. */
export interface Tending {
  /** Jobs whose time has come. */
  promoted: number;
  /** Jobs whose lease ran out and which are offered again. */
  offeredAgain: number;
  /** Jobs whose lease ran out once too often. */
  givenUp: number;
  /** Milliseconds to the next instant at which there is something to do; null when none is known. */
  nextInMs: number | null;
}

const GIVEN_UP = `j.expiries + 1 >= ${MAX_EXPIRIES}`;

/**
 * The predicates of the two partial indexes are written as the indexes have them. What another scheduler is working on
 * is passed over. Rows are written by an array of their keys: joined with what a LIMIT by parameter leaves, the planner
 * expects many and reads the whole table.
 */
const TEND = `
  WITH lost AS MATERIALIZED (
    SELECT key FROM worker_jobs WHERE state = 'ACTIVE' AND deadline <= statement_timestamp()
    ORDER BY deadline LIMIT $1::int FOR NO KEY UPDATE SKIP LOCKED
  ),
  due AS MATERIALIZED (
    SELECT key FROM worker_jobs
    WHERE state IN ('CREATED', 'FAILED_RETRYABLE') AND NOT ready AND available_at <= statement_timestamp()
    ORDER BY available_at LIMIT $1::int FOR NO KEY UPDATE SKIP LOCKED
  ),
  expired AS (
    UPDATE worker_jobs j SET expiries = j.expiries + 1, ready = NOT (${GIVEN_UP}), held = NOT (${GIVEN_UP}),
      state = CASE WHEN ${GIVEN_UP} THEN 'FAILED' WHEN j.failures > 0 THEN 'FAILED_RETRYABLE' ELSE 'CREATED' END,
      finished_at = CASE WHEN ${GIVEN_UP} THEN statement_timestamp() END,
      finished_xid = CASE WHEN ${GIVEN_UP} THEN pg_current_xact_id() END,
      error_message = CASE WHEN ${GIVEN_UP} THEN 'The lease of this job ran out ' || j.expiries + 1 || ' times.'
        ELSE j.error_message END,
      ${appendEvent('JOB_LEASE_EXPIRED', { worker: 'j.worker', expiries: 'j.expiries + 1' })}
    WHERE j.key = ANY(ARRAY(SELECT key FROM lost))
    RETURNING j.*
  ),
  promoted AS (
    UPDATE worker_jobs j SET ready = true WHERE j.key = ANY(ARRAY(SELECT key FROM due)) RETURNING j.user_id, j.type
  ),
  incident AS (
    INSERT INTO incidents (id, user_id, tenant_id, worker_job_key, type, message, job_type, worker, created_at)
    SELECT ${NEW_INCIDENT_ID}, user_id, tenant_id, key, 'LEASE_EXPIRED', error_message, type, worker, statement_timestamp()
    FROM expired WHERE state = 'FAILED'
  ),
  told AS (
    SELECT count(${NOTIFY_READY}) AS count FROM (
      SELECT user_id, type FROM promoted UNION SELECT user_id, type FROM expired WHERE ready
    ) woken
  )
  SELECT (SELECT count(*) FROM promoted)::int AS promoted, count AS told,
    (SELECT count(*) FROM expired WHERE ready)::int AS "offeredAgain",
    (SELECT count(*) FROM expired WHERE NOT ready)::int AS "givenUp",
    ${msOf('clock_timestamp()')} AS now, ${msOf(`LEAST(
      (SELECT min(deadline) FROM worker_jobs WHERE state = 'ACTIVE' AND deadline > statement_timestamp()),
      (SELECT min(available_at) FROM worker_jobs
        WHERE state IN ('CREATED', 'FAILED_RETRYABLE') AND NOT ready AND available_at > statement_timestamp()))`)} AS next
  FROM told`;

/** Offers the jobs whose time has come and takes back expired leases, at most `limit` of each, by the Postgres clock. */
export async function tendJobs(pg: Queryable, limit: number): Promise<Tending> {
  const { rows } = await pg.query<Omit<Tending, 'nextInMs'> & { now: number; next: number | null }>({
    name: 'tend-worker-jobs',
    text: TEND,
    values: [limit],
  });
  const [row] = rows;
  if (row === undefined) throw new Error('Tending worker jobs gave no answer');
  const { promoted, offeredAgain, givenUp, now, next } = row;
  return { promoted, offeredAgain, givenUp, nextInMs: next === null ? null : Math.max(next - now, 0) };
}
