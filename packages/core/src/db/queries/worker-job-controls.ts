import type { WorkerJobAccess } from '../../domain/worker-job/access.js';
import { MAX_TOTAL_LEASE_MS } from '../../domain/worker-job/lease.js';
import type { WorkerJobStanding } from '../../domain/worker-job/refusal.js';
import type { WorkerJobState } from '../../domain/worker-job/states.js';
import type { Queryable } from '../client.js';
import type { ReportOn } from './worker-job-reports.js';
import { appendEvent, BEFORE, ENDED, msOf, STANDING, toTransition, type Transition } from './worker-job-sql.js';

/** The job that somebody wants to change, who need not be its worker. */
export interface ControlOf extends WorkerJobAccess {
  key: string;
}

const ofJob = (on: ControlOf) => [on.key, on.userId, on.tenantIds];

/** A job that stands still can be cancelled as long as nobody has decided about its incident; cancelling closes it. */
const CANCEL = `
  WITH ${BEFORE},
  moved AS (
    UPDATE worker_jobs j SET state = 'CANCELLED', ${ENDED}, cancel_reason = $4::text,
      ${appendEvent('JOB_CANCELLED', { reason: '$4::text' })}
    FROM before WHERE j.key = before.key AND (j.state IN ('CREATED', 'ACTIVE', 'FAILED_RETRYABLE')
      OR j.state IN ('FAILED', 'ERROR_THROWN') AND EXISTS (
        SELECT FROM incidents i WHERE i.worker_job_key = j.key AND i.status = 'OPEN'))
    RETURNING j.*
  ),
  closed AS (
    UPDATE incidents i SET status = 'DISMISSED', resolved_at = statement_timestamp(),
      resolution = jsonb_build_object('action', 'cancel', 'reason', $4::text)
    FROM moved WHERE i.worker_job_key = moved.key AND i.status = 'OPEN'
  )
  SELECT ${STANDING}, before.worker AS "workerBefore", moved.type, ${msOf('moved.finished_at')} AS "cancelledAt"
  FROM before LEFT JOIN moved ON true`;

export interface CancelledRow {
  type: string;
  cancelledAt: number;
}

/** Cancels a job that has not ended for good. @returns null when there is no such job. */
export async function cancelJob(
  pg: Queryable,
  on: ControlOf,
  reason: string | null,
): Promise<Transition<WorkerJobStanding & { workerBefore: string | null }, CancelledRow> | null> {
  const values = [...ofJob(on), reason];
  const { rows } = await pg.query({ name: 'cancel-worker-job', text: CANCEL, values });
  return toTransition(rows[0], 'cancelledAt');
}

const SET_RETRIES = `
  WITH ${BEFORE},
  moved AS (
    UPDATE worker_jobs j SET retries = $4::int, ${appendEvent('JOB_RETRIES_SET', { retries: '$4::int' })}
    FROM before WHERE j.key = before.key AND j.state NOT IN ('COMPLETED', 'CANCELLED')
    RETURNING j.*
  )
  SELECT ${STANDING}, before.retries AS "retriesBefore", moved.state AS "stateNow", moved.retries AS "retriesNow"
  FROM before LEFT JOIN moved ON true`;

export interface RetriesRow {
  stateNow: WorkerJobState;
  retriesNow: number;
}

/** Sets how often a job may still be tried. @returns null when there is no such job. */
export async function setJobRetries(
  pg: Queryable,
  on: ControlOf,
  retries: number,
): Promise<Transition<WorkerJobStanding & { retriesBefore: number }, RetriesRow> | null> {
  const values = [...ofJob(on), retries];
  const { rows } = await pg.query({ name: 'set-worker-job-retries', text: SET_RETRIES, values });
  return toTransition(rows[0], 'retriesNow');
}

/** A lease counts from now; all of one activation's together do not go beyond the limit. */
const SET_TIMEOUT = `
  WITH ${BEFORE},
  moved AS (
    UPDATE worker_jobs j SET deadline = LEAST(statement_timestamp() + $5::float8 * interval '1 millisecond',
        j.activated_at + ${MAX_TOTAL_LEASE_MS} * interval '1 millisecond'),
      ${appendEvent('JOB_LEASE_CHANGED', { worker: 'j.worker', timeoutMs: '$5::float8' })}
    FROM before WHERE j.key = before.key AND j.state = 'ACTIVE' AND ($4::uuid IS NULL OR $4::uuid = j.activation_id)
    RETURNING j.*
  )
  SELECT ${STANDING}, moved.worker AS "heldBy", ${msOf('moved.deadline')} AS deadline
  FROM before LEFT JOIN moved ON true`;

export interface LeaseRow {
  heldBy: string;
  deadline: number;
}

/** Makes the lease of the latest activation end `timeoutMs` from now. @returns null when there is no such job. */
export async function setJobTimeout(
  pg: Queryable,
  on: ReportOn,
  timeoutMs: number,
): Promise<Transition<WorkerJobStanding, LeaseRow> | null> {
  const values = [...ofJob(on), on.activationId, timeoutMs];
  const { rows } = await pg.query({ name: 'set-worker-job-timeout', text: SET_TIMEOUT, values });
  return toTransition(rows[0], 'deadline');
}
