import type { Queryable } from '../db/client.js';
import { failJob, type FailedRow, type NewFailure } from '../db/queries/worker-job-reports.js';
import type { BackoffType } from '../domain/worker-job/backoff.js';
import { failuresIn, type FailureEvent } from '../domain/worker-job/history.js';
import type { RaisedIncident } from '../domain/worker-job/incident.js';
import { explainReportRefusal, type Refused } from '../domain/worker-job/refusal.js';

/** A worker's report that its attempt failed. */
export type Failure = NewFailure;

/** A failed attempt; instants are epoch milliseconds of the Postgres clock. */
export interface FailedWorkerJob {
  kind: 'failed';
  key: string;
  type: string;
  worker: string;
  /** FAILED_RETRYABLE while retries remain. */
  state: 'FAILED_RETRYABLE' | 'FAILED';
  failedAt: number;
  retriesRemaining: number;
  originalRetries: number;
  /** Which attempt this was, from 1. */
  attempt: number;
  /** All failed attempts, oldest first. */
  failures: FailureEvent[];
  /** Null when nothing remains to be tried. */
  backoff: { type: BackoffType; ms: number; nextRetryAt: number } | null;
  incident: RaisedIncident | null;
}

export type FailOutcome =
  | FailedWorkerJob
  | Refused
  | { kind: 'not_found' }
  /** More retries were named than remain. */
  | { kind: 'invalid_retries'; current: number };

/** Ends an attempt as failed: the job is tried again after a back-off, or an incident is raised when no retries remain. */
export async function failWorkerJob(pg: Queryable, failure: Failure): Promise<FailOutcome> {
  const transition = await failJob(pg, failure);
  if (transition === null) return { kind: 'not_found' };
  const { before, after } = transition;
  if (after !== null) return toFailed(failure, after);
  const refused = explainReportRefusal(before, failure.activationId);
  const mayReport = before.held && refused.reason !== 'superseded';
  return mayReport ? { kind: 'invalid_retries', current: before.retriesBefore } : refused;
}

function toFailed(failure: Failure, after: FailedRow): FailedWorkerJob {
  const { type, worker, newState: state, failedAt, retriesRemaining, originalRetries, incidentId } = after;
  const backoffType = failure.backoffMs === null ? 'EXPONENTIAL' : 'FIXED';
  return {
    kind: 'failed',
    key: failure.key,
    type,
    worker,
    state,
    failedAt,
    retriesRemaining,
    originalRetries,
    attempt: after.failures,
    failures: failuresIn(after.history),
    backoff: state === 'FAILED' ? null : { type: backoffType, ms: after.backoffMs, nextRetryAt: after.nextRetryAt },
    incident: incidentId === null ? null : { id: incidentId, type: 'JOB_FAILURE', createdAt: failedAt },
  };
}
