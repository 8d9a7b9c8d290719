import { previewDue, refuseDraftPreview } from '@carillon/core/engine/preview-firings';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { firings, scheduleDraft as example } from '../../openapi/preview-examples.js';
import { firing } from '../../schemas/firing.js';
import { scheduleDraft } from '../../schemas/job-input.js';
import { previewQuery } from '../../schemas/preview-query.js';
import { presentFiring } from '../../shapes/present-firing.js';
import { cronSurface } from '../../surfaces/cron.js';
import { definitionProblem } from './refuse.js';

export const previewSchedule = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/jobs/preview',
    operationId: 'previewSchedule',
    summary: '保存前のスケジュールの実行予定',
    description:
      'The instants at which a schedule would be due, and what its policy would do with them, before a job is made of it.',
    tags: ['Jobs'],
    scope: 'read:jobs',
    query: previewQuery,
    body: { schema: scheduleDraft, example },
    status: 200,
    response: z.array(firing),
    example: firings,
  },
  async ({ query, body, principal, language, deps }) => {
    const problems = await refuseDraftPreview(deps.db, principal.userId, body);
    if (problems !== null) throw definitionProblem(problems);
    const { count, from: after = new Date(), explain = false } = query;
    return { data: previewDue(body, { count, after, explain }).map((shown) => presentFiring(shown, language)) };
  },
);
