import { cancelWorkerJob } from '@carillon/core/engine/cancel-worker-job';
import { defineRoute } from '../../http/define-route.js';
import { cancelledJob as example } from '../../openapi/worker-examples.js';
import { cancellation, workerJobParams } from '../../schemas/worker-job-input.js';
import { cancelledJob } from '../../schemas/worker-job-outcome.js';
import { isoInstant } from '../../shapes/iso-instant.js';
import { workerSurface } from '../../surfaces/worker.js';
import { jobNotFound, stateProblem } from './refuse.js';
import { accessOf } from './tenants.js';

const DEFAULT_REASON = 'Cancelled through the API';

/** Two spellings of one operation. */
const spell = (method: 'put' | 'delete', path: `/${string}`, operationId: string) =>
  defineRoute(
    {
      surface: workerSurface,
      method,
      path,
      operationId,
      summary: 'Cancel a worker job',
      description:
        'Also one that a worker has: its report will be refused. A job that has ended can only be cancelled while its incident is open.',
      tags: ['Worker jobs'],
      scope: 'job',
      params: workerJobParams,
      body: { schema: cancellation, optional: true, example: { reason: 'No longer needed' } },
      status: 200,
      response: cancelledJob,
      example,
      errors: ['job_not_found', 'job_not_cancellable'],
    },
    async ({ params: { key }, body, principal, deps }) => {
      const reason = body.reason ?? DEFAULT_REASON;
      const outcome = await cancelWorkerJob(deps.workerJobs.pool, { ...accessOf(principal), key, reason });
      if (outcome.kind === 'not_found') throw jobNotFound(key);
      if (outcome.kind === 'refused') throw stateProblem('job_not_cancellable', key, outcome);
      return {
        data: {
          job_key: key,
          status: 'CANCELLED' as const,
          cancelled_at: isoInstant(outcome.cancelledAt),
          was_active: outcome.wasActive,
          worker_id: outcome.worker,
          cancellation_reason: reason,
        },
      };
    },
  );

export const cancelJob = spell('put', '/api/v1/jobs/{key}/cancel', 'cancelWorkerJob');

export const deleteJobOfWorkers = spell('delete', '/api/v1/jobs/{key}', 'deleteWorkerJob');
