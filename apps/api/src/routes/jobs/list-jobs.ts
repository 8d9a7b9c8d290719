import { listCronJobs } from '@carillon/core/engine/list-cron-jobs';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { job as example } from '../../openapi/examples.js';
import { job } from '../../schemas/job.js';
import { cursor, CURSOR_HEADERS, nextCursor, pageSize, searchText, truth } from '../../schemas/query-fields.js';
import { presentJob } from '../../shapes/present-job.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listJobs = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/jobs',
    operationId: 'listJobs',
    summary: 'ジョブ一覧の取得',
    description: 'Jobs, newest first, a page at a time.',
    tags: ['Jobs'],
    scope: 'read:jobs',
    query: z.strictObject({
      limit: pageSize,
      cursor: cursor.optional(),
      q: searchText.meta({ description: 'A part of the name.' }).optional(),
      tag: searchText.optional(),
      enabled: truth.optional(),
    }),
    status: 200,
    response: z.array(job),
    responseHeaders: CURSOR_HEADERS,
    example: [example],
  },
  async ({ query, principal, deps }) => {
    const { limit, cursor: beforeId, q: search, tag, enabled } = query;
    const filter = { userId: principal.userId, limit, beforeId, search, tag, enabled };
    const page = await listCronJobs(deps.db, filter);
    return {
      data: page.items.map((row) => presentJob(row, principal, deps.keyring)),
      headers: nextCursor(page.nextId),
    };
  },
);
