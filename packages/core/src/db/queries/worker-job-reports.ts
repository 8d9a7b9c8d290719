import type { WorkerJobAccess } from '../../domain/worker-job/access.js';
import { BACKOFF_STEPS_MS } from '../../domain/worker-job/backoff.js';
import type { WorkerJobEvent } from '../../domain/worker-job/history.js';
import type { WorkerJobStanding } from '../../domain/worker-job/refusal.js';
import type { Queryable } from '../client.js';
import {
  appendEvent,
  BEFORE,
  END_INSTANT,
  ENDED,
  msOf,
  NEW_INCIDENT_ID,
  NOTIFY_READY,
  shortened,
  STANDING,
  toTransition,
  type Transition,
} from './worker-job-sql.js';

/** The job that a report is about. */
export interface ReportOn extends WorkerJobAccess {
  key: string;
  /** The activation that reports; null is whichever is the latest. */
  activationId: string | null;
}

const onOf = (on: ReportOn) => [on.key, on.userId, on.tenantIds];
const MESSAGE_LESS = `'The worker gave no message.'`;
const HELD = 'j.held AND ($4::uuid IS NULL OR $4::uuid = j.activation_id)';

/** Writes an incident for each job of the CTE `moved` that satisfies `condition`. */
const raise = (type: string, condition: string) => `incident AS (
    INSERT INTO incidents (id, user_id, tenant_id, worker_job_key, type, message, job_type, worker, created_at)
    SELECT ${NEW_INCIDENT_ID}, user_id, tenant_id, key, ${type}, coalesce(error_message, ${MESSAGE_LESS}), type, worker,
      statement_timestamp()
    FROM moved WHERE ${condition} RETURNING id
  )`;

const STEPS = `(ARRAY[${BACKOFF_STEPS_MS.join(', ')}])`;

const FAIL = `
  WITH ${BEFORE},
  plan AS (
    SELECT *, coalesce($5::int, GREATEST(retries - 1, 0)) AS remaining,
      coalesce($7::float8, ${STEPS}[LEAST(failures + 1, ${BACKOFF_STEPS_MS.length})]) AS backoff_ms
    FROM before
  ),
  moved AS (
    UPDATE worker_jobs j SET retries = p.remaining, failures = j.failures + 1, held = false,
      state = CASE WHEN p.remaining > 0 THEN 'FAILED_RETRYABLE' ELSE 'FAILED' END,
      ready = p.remaining > 0 AND p.backoff_ms = 0,
      available_at = statement_timestamp() + p.backoff_ms * interval '1 millisecond',
      finished_at = CASE WHEN p.remaining = 0 THEN ${END_INSTANT} END,
      finished_xid = CASE WHEN p.remaining = 0 THEN pg_current_xact_id() END,
      error_code = NULL, error_message = $6::text,
      ${appendEvent(`CASE WHEN p.remaining > 0 THEN 'JOB_FAILED_RETRY' ELSE 'JOB_FAILED' END`, {
        worker: 'j.worker',
        retries: 'p.remaining',
        message: shortened('$6::text'),
      })}
    FROM plan p WHERE j.key = p.key AND ${HELD} AND p.remaining <= j.retries
    RETURNING j.*, p.backoff_ms
  ),
  ${raise(`'JOB_FAILURE'`, `state = 'FAILED'`)}
  SELECT ${STANDING}, before.retries AS "retriesBefore", moved.type, moved.worker, moved.state AS "newState",
    moved.retries AS "retriesRemaining", moved.original_retries AS "originalRetries", moved.failures,
    moved.backoff_ms AS "backoffMs", ${msOf('moved.available_at')} AS "nextRetryAt",
    round(extract(epoch FROM statement_timestamp()) * 1000)::float8 AS "failedAt", moved.history, incident.id AS "incidentId",
    CASE WHEN moved.ready THEN (SELECT ${NOTIFY_READY} FROM moved) END AS told
  FROM before LEFT JOIN moved ON true LEFT JOIN incident ON true`;

/** What a failure made of the job; instants are epoch milliseconds of the Postgres clock. */
export interface FailedRow {
  type: string;
  worker: string;
  newState: 'FAILED_RETRYABLE' | 'FAILED';
  retriesRemaining: number;
  originalRetries: number;
  failures: number;
  backoffMs: number;
  nextRetryAt: number;
  failedAt: number;
  history: WorkerJobEvent[];
  /** Null while retries remain. */
  incidentId: string | null;
}

export interface NewFailure extends ReportOn {
  /** Retries that remain; null is one less than now. */
  retries: number | null;
  message: string | null;
  /** Null grows with the number of failures. */
  backoffMs: number | null;
}

/**
 * Ends an attempt as failed, if its activation still holds the job and the retries named are not more than there are.
 * @returns null when there is no such job.
 */
export async function failJob(
  pg: Queryable,
  failure: NewFailure,
): Promise<Transition<WorkerJobStanding & { retriesBefore: number }, FailedRow> | null> {
  const { activationId, retries, message, backoffMs } = failure;
  const values = [...onOf(failure), activationId, retries, message, backoffMs];
  const { rows } = await pg.query({ name: 'fail-worker-job', text: FAIL, values });
  return toTransition(rows[0], 'newState');
}

const THROW_ERROR = `
  WITH ${BEFORE},
  moved AS (
    UPDATE worker_jobs j SET state = 'ERROR_THROWN', ${ENDED}, error_code = $5::text, error_message = $6::text,
      result_variables = $7::json,
      ${appendEvent('JOB_ERROR_THROWN', { worker: 'j.worker', errorCode: '$5::text', message: shortened('$6::text') })}
    FROM before WHERE j.key = before.key AND ${HELD}
    RETURNING j.*
  ),
  ${raise(`'UNHANDLED_BPMN_ERROR'`, 'true')}
  SELECT ${STANDING}, moved.type, moved.worker, ${msOf('moved.finished_at')} AS "thrownAt", incident.id AS "incidentId"
  FROM before LEFT JOIN moved ON true LEFT JOIN incident ON true`;

export interface ThrownRow {
  type: string;
  worker: string;
  thrownAt: number;
  incidentId: string;
}

export interface NewThrownError extends ReportOn {
  errorCode: string;
  message: string | null;
  /** JSON text. */
  variables: string;
}

/** Ends a job with a business error, if its activation still holds it. @returns null when there is no such job. */
export async function throwJobError(
  pg: Queryable,
  thrown: NewThrownError,
): Promise<Transition<WorkerJobStanding, ThrownRow> | null> {
  const { activationId, errorCode, message, variables } = thrown;
  const values = [...onOf(thrown), activationId, errorCode, message, variables];
  const { rows } = await pg.query({ name: 'throw-worker-job-error', text: THROW_ERROR, values });
  return toTransition(rows[0], 'thrownAt');
}
