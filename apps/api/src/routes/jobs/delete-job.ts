import { deleteCronJob } from '@carillon/core/engine/delete-cron-job';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { jobParams } from '../../schemas/params.js';
import { cronSurface } from '../../surfaces/cron.js';

export const deleteJob = defineRoute(
  {
    surface: cronSurface,
    method: 'delete',
    path: '/api/jobs/{jobId}',
    operationId: 'deleteJob',
    summary: 'ジョブの削除',
    description: 'Deletes a job. Its logs, what it used of the month and the worker jobs it has made stay.',
    tags: ['Jobs'],
    scope: 'write:jobs',
    params: jobParams,
    status: 200,
    response: z.null(),
    example: null,
    exampleMessage: sentence('job_deleted'),
    errors: ['not_found'],
  },
  async ({ params, principal, actor, deps }) => {
    const input = { userId: principal.userId, cronJobId: params.jobId, actor };
    const outcome = await deleteCronJob(deps.db, deps, input);
    if (outcome.kind === 'not_found') throw notFound();
    return { data: null, message: sentence('job_deleted') };
  },
);
