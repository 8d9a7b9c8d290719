import { findCronJob } from '@carillon/core/engine/find-cron-job';
import { previewDue } from '@carillon/core/engine/preview-firings';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { firings } from '../../openapi/preview-examples.js';
import { firing } from '../../schemas/firing.js';
import { jobParams } from '../../schemas/params.js';
import { previewQuery } from '../../schemas/preview-query.js';
import { presentFiring } from '../../shapes/present-firing.js';
import { cronSurface } from '../../surfaces/cron.js';

export const previewJob = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/jobs/{jobId}/preview',
    operationId: 'previewJob',
    summary: '次回以降の実行予定',
    description: 'The instants at which a job is due next, and what its policy is going to do with them.',
    tags: ['Jobs'],
    scope: 'read:jobs',
    params: jobParams,
    query: previewQuery,
    status: 200,
    response: z.array(firing),
    example: firings,
    errors: ['not_found'],
  },
  async ({ params, query, principal, language, deps }) => {
    const row = await findCronJob(deps.db, principal.userId, params.jobId);
    if (row === null) throw notFound();
    const { count, from: after = new Date(), explain = false } = query;
    return { data: previewDue(row, { count, after, explain }).map((shown) => presentFiring(shown, language)) };
  },
);
