import { findCronJob } from '@carillon/core/engine/find-cron-job';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { log as example } from '../../openapi/examples.js';
import { log } from '../../schemas/log.js';
import { logQuery } from '../../schemas/log-query.js';
import { jobParams } from '../../schemas/params.js';
import { CURSOR_HEADERS } from '../../schemas/query-fields.js';
import { pageOfLogs } from '../../shapes/page-of-logs.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listJobLogs = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/jobs/{jobId}/logs',
    operationId: 'listJobLogs',
    summary: 'ジョブの実行ログの一覧',
    description:
      'Runs of one job, latest due instant first, by pages as in the list of all logs. Those of a deleted job are there.',
    tags: ['Logs'],
    scope: 'read:logs',
    params: jobParams,
    query: logQuery,
    status: 200,
    response: z.array(log),
    responseHeaders: CURSOR_HEADERS,
    example: [example],
    errors: ['not_found'],
  },
  async ({ params, query, principal, language, deps }) => {
    const { userId } = principal;
    const row = await findCronJob(deps.db, userId, params.jobId);
    if (row === null) throw notFound();
    return pageOfLogs(deps, { userId, cronJobId: row.id, query, language });
  },
);
