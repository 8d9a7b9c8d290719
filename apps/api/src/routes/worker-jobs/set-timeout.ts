import { setWorkerJobTimeout } from '@carillon/core/engine/set-worker-job-timeout';
import { defineRoute } from '../../http/define-route.js';
import { jobLease as example } from '../../openapi/worker-examples.js';
import { leaseChange, workerJobParams } from '../../schemas/worker-job-input.js';
import { jobLease } from '../../schemas/worker-job-outcome.js';
import { isoInstant } from '../../shapes/iso-instant.js';
import { workerSurface } from '../../surfaces/worker.js';
import { jobNotFound, stateProblem } from './refuse.js';
import { accessOf } from './tenants.js';

export const setTimeoutOfJob = defineRoute(
  {
    surface: workerSurface,
    method: 'put',
    path: '/api/v1/jobs/{key}/timeout',
    operationId: 'setWorkerJobTimeout',
    summary: 'Extend or shorten the lease of the latest activation',
    description: 'The time counts from now. All of one activation’s leases together end after 24 hours.',
    tags: ['Worker jobs'],
    scope: 'job',
    params: workerJobParams,
    body: { schema: leaseChange, example: { timeout: 120_000 } },
    status: 200,
    response: jobLease,
    example,
    errors: ['job_not_found', 'job_not_updatable'],
  },
  async ({ params: { key }, body, principal, deps }) => {
    const { timeout: timeoutMs, activation_id: activationId = null } = body;
    const change = { ...accessOf(principal), key, activationId, timeoutMs };
    const outcome = await setWorkerJobTimeout(deps.workerJobs.pool, change);
    if (outcome.kind === 'not_found') throw jobNotFound(key);
    if (outcome.kind === 'refused') throw stateProblem('job_not_updatable', key, outcome);
    const { worker, deadline } = outcome;
    return {
      data: {
        job_key: key,
        status: 'ACTIVE' as const,
        worker_id: worker,
        timeout_ms: timeoutMs,
        deadline: isoInstant(deadline),
      },
    };
  },
);
