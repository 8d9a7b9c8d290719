import { listCronJobTags } from '@carillon/core/engine/list-cron-job-tags';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listJobTags = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/jobs/tags',
    operationId: 'listJobTags',
    summary: 'タグの一覧',
    description: 'The tags that jobs have, in order, with how many have each.',
    tags: ['Jobs'],
    scope: 'read:jobs',
    status: 200,
    response: z.array(z.object({ tag: z.string(), jobs: z.int() })),
    example: [{ tag: 'reports', jobs: 12 }],
  },
  async ({ principal, deps }) => ({ data: await listCronJobTags(deps.db, principal.userId) }),
);
