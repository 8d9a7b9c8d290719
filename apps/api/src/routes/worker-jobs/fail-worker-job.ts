import { formatIsoDuration } from '@carillon/core/domain/worker-job/iso-duration';
import type { WorkerJobAccess } from '@carillon/core/domain/worker-job/access';
import { failWorkerJob, type FailedWorkerJob } from '@carillon/core/engine/fail-worker-job';
import { findWorkerJob } from '@carillon/core/engine/find-worker-job';
import type { z } from 'zod';
import type { ApiDeps } from '../../deps.js';
import { defineRoute } from '../../http/define-route.js';
import type { Problem } from '../../http/problem.js';
import { failedJob as failedExample, failureReport as reportExample } from '../../openapi/worker-examples.js';
import { MAX_RETRIES } from '../../schemas/worker-job-fields.js';
import { failureReport, workerJobParams } from '../../schemas/worker-job-input.js';
import { failedJob } from '../../schemas/worker-job-outcome.js';
import { isoInstant } from '../../shapes/iso-instant.js';
import { presentFailure, presentRaisedIncident } from '../../shapes/present-failure.js';
import { workerSurface } from '../../surfaces/worker.js';
import { jobNotFound, retryCountProblem, stateProblem } from './refuse.js';
import { accessOf } from './tenants.js';

export const failWorkerJobRoute = defineRoute(
  {
    surface: workerSurface,
    method: 'put',
    path: '/api/v1/jobs/{key}/fail',
    operationId: 'failWorkerJob',
    summary: 'Report that an attempt has failed',
    description:
      'With retries left the job is offered again after a back-off; with none an incident is opened, and the job stands still until it is resolved.',
    tags: ['Worker jobs'],
    scope: 'job',
    params: workerJobParams,
    body: { schema: failureReport, optional: true, example: reportExample },
    status: 200,
    response: failedJob,
    example: failedExample,
    errors: ['invalid_retry_count', 'job_not_found', 'job_not_failable'],
  },
  async ({ params: { key }, body, principal, deps }) => {
    const { retries = null, error_message: message = null, backoff_duration: backoffMs = null } = body;
    const access = accessOf(principal);
    if (retries !== null && (retries < 0 || retries > MAX_RETRIES)) throw await impossible(deps, access, key, retries);
    const report = { key, activationId: body.activation_id ?? null, retries, message, backoffMs };
    const outcome = await failWorkerJob(deps.workerJobs.pool, { ...access, ...report });
    if (outcome.kind === 'not_found') throw jobNotFound(key);
    if (outcome.kind === 'refused') throw stateProblem('job_not_failable', key, outcome);
    if (outcome.kind === 'invalid_retries') throw retryCountProblem(retries ?? 0, outcome.current);
    return { data: present(outcome, message) };
  },
);

/** A number that no job can have left is not worth a statement that locks; the answer tells what this one has. */
async function impossible({ db }: ApiDeps, access: WorkerJobAccess, key: string, retries: number): Promise<Problem> {
  const found = await findWorkerJob(db, access, key);
  return found === null ? jobNotFound(key) : retryCountProblem(retries, found.job.retries);
}

function present(job: FailedWorkerJob, message: string | null): z.input<typeof failedJob> {
  const { backoff, incident } = job;
  return {
    job_key: job.key,
    status: job.state,
    failed_at: isoInstant(job.failedAt),
    failed_by: job.worker,
    error_message: message,
    retries_remaining: job.retriesRemaining,
    original_retries: job.originalRetries,
    attempt_number: job.attempt,
    ...(backoff && {
      retry_strategy: {
        backoff_duration: formatIsoDuration(backoff.ms),
        backoff_type: backoff.type,
        next_retry_at: isoInstant(backoff.nextRetryAt),
      },
    }),
    ...(incident && { incident_created: presentRaisedIncident(incident) }),
    failure_history: job.failures.map((event, i) => presentFailure(event, job.attempt - job.failures.length + i + 1)),
  };
}
