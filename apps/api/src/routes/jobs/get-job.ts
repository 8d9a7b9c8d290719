import { findCronJob } from '@carillon/core/engine/find-cron-job';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { job as example } from '../../openapi/examples.js';
import { job } from '../../schemas/job.js';
import { jobParams } from '../../schemas/params.js';
import { presentJob } from '../../shapes/present-job.js';
import { cronSurface } from '../../surfaces/cron.js';

export const getJob = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/jobs/{jobId}',
    operationId: 'getJob',
    summary: '特定のジョブの取得',
    tags: ['Jobs'],
    scope: 'read:jobs',
    params: jobParams,
    status: 200,
    response: job,
    example,
    errors: ['not_found'],
  },
  async ({ params, principal, deps }) => {
    const row = await findCronJob(deps.db, principal.userId, params.jobId);
    if (row === null) throw notFound();
    return { data: presentJob(row, principal, deps.keyring) };
  },
);
