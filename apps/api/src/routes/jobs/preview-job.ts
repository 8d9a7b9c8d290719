import { findCronJob } from '@carillon/core/engine/find-cron-job';
import { previewStored } from '@carillon/core/engine/preview-firings';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { firings } from '../../openapi/examples.js';
import { firing } from '../../schemas/job.js';
import { jobParams } from '../../schemas/params.js';
import { previewQuery } from '../../schemas/preview-query.js';
import { cronSurface } from '../../surfaces/cron.js';

export const previewJob = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/jobs/{jobId}/preview',
    operationId: 'previewJob',
    summary: '次回以降の実行予定',
    description: 'The instants at which a job is due next.',
    tags: ['Jobs'],
    scope: 'read:jobs',
    params: jobParams,
    query: previewQuery,
    status: 200,
    response: z.array(firing),
    example: firings,
    errors: ['not_found'],
  },
  async ({ params, query, principal, deps }) => {
    const row = await findCronJob(deps.db, principal.userId, params.jobId);
    if (row === null) throw notFound();
    const { count, from } = query;
    return { data: previewStored(row, { count, after: from ?? new Date() }) };
  },
);
