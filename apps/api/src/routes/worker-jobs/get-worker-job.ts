import { findWorkerJob } from '@carillon/core/engine/find-worker-job';
import { defineRoute } from '../../http/define-route.js';
import { jobDetail as example } from '../../openapi/worker-examples.js';
import { workerJobDetail } from '../../schemas/worker-job-detail.js';
import { workerJobParams } from '../../schemas/worker-job-input.js';
import { presentJobDetail } from '../../shapes/present-job-detail.js';
import { workerSurface } from '../../surfaces/worker.js';
import { jobNotFound } from './refuse.js';
import { accessOf } from './tenants.js';

export const getWorkerJob = defineRoute(
  {
    surface: workerSurface,
    method: 'get',
    path: '/api/v1/jobs/{key}',
    operationId: 'getWorkerJob',
    summary: 'A worker job with all there is to tell about it',
    tags: ['Worker jobs'],
    scope: 'job',
    params: workerJobParams,
    status: 200,
    response: workerJobDetail,
    example,
    errors: ['job_not_found'],
  },
  async ({ params: { key }, principal, deps }) => {
    const found = await findWorkerJob(deps.db, accessOf(principal), key);
    if (found === null) throw jobNotFound(key);
    return { data: presentJobDetail(found) };
  },
);
