import { setWorkerJobRetries } from '@carillon/core/engine/set-worker-job-retries';
import { defineRoute } from '../../http/define-route.js';
import { jobRetries as example } from '../../openapi/worker-examples.js';
import { retriesChange, workerJobParams } from '../../schemas/worker-job-input.js';
import { jobRetries } from '../../schemas/worker-job-outcome.js';
import { workerSurface } from '../../surfaces/worker.js';
import { jobNotFound, stateProblem } from './refuse.js';
import { accessOf } from './tenants.js';

export const setRetries = defineRoute(
  {
    surface: workerSurface,
    method: 'put',
    path: '/api/v1/jobs/{key}/retries',
    operationId: 'setWorkerJobRetries',
    summary: 'Set how often a worker job may still be tried',
    description: 'A job that stands still because of an incident moves on only when the incident is resolved.',
    tags: ['Worker jobs'],
    scope: 'job',
    params: workerJobParams,
    body: { schema: retriesChange, example: { retries: 5 } },
    status: 200,
    response: jobRetries,
    example,
    errors: ['job_not_found', 'job_not_updatable'],
  },
  async ({ params: { key }, body, principal, deps }) => {
    const change = { ...accessOf(principal), key, retries: body.retries };
    const outcome = await setWorkerJobRetries(deps.workerJobs.pool, change);
    if (outcome.kind === 'not_found') throw jobNotFound(key);
    if (outcome.kind === 'refused') throw stateProblem('job_not_updatable', key, outcome);
    return { data: { job_key: key, status: outcome.state, retries: outcome.retries } };
  },
);
