import type { RefusalReason, Refused } from '@carillon/core/domain/worker-job/refusal';
import { Problem, type ErrorCode } from '../../http/problem.js';

/** The answer for a job that does not exist and for one that may not be seen: they cannot be told apart. */
export function jobNotFound(key: string): Problem {
  return new Problem('job_not_found', () => 'There is no such job', { details: () => ({ jobKey: key }) });
}

/** What cannot be done to a job as it stands. */
const DEEDS = {
  job_not_completable: 'completed',
  job_not_failable: 'failed',
  job_not_cancellable: 'cancelled',
  job_not_updatable: 'changed',
} as const satisfies Partial<Record<ErrorCode, string>>;

/** Why, as the end of a sentence. */
const REASONS: Readonly<Record<RefusalReason, string>> = {
  superseded: 'it has been activated again since, and the newer activation holds it',
  already_completed: 'it has been completed already',
  already_failed: 'it has failed already',
  already_cancelled: 'it has been cancelled',
  error_already_thrown: 'an error has been thrown for it already',
  lease_expired: 'its lease has run out',
  in_backoff: 'it has failed and waits for its next attempt',
  not_activated: 'no worker has activated it',
  not_active: 'no worker holds it',
  incident_closed: 'it has ended, and its incident is closed',
};

/** Turns a verb that was refused because of the job's state into a problem. */
export function stateProblem(code: keyof typeof DEEDS, key: string, refused: Refused): Problem {
  const { currentStatus, reason } = refused;
  return new Problem(code, () => `The job cannot be ${DEEDS[code]}: ${REASONS[reason]}`, {
    details: () => ({ jobKey: key, currentStatus, reason }),
  });
}

/** A number of retries that the job does not allow. */
export function retryCountProblem(provided: number, current: number): Problem {
  return new Problem('invalid_retry_count', () => `retries must be from 0 to ${current}, which the job has left`, {
    details: () => ({ providedRetries: provided, validRange: `0 to ${current}`, currentRetries: current }),
  });
}
