import { previewDraft } from '@carillon/core/engine/preview-firings';
import { describeProblem } from '@carillon/core/domain/schedule/describe-problem';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { invalidInput } from '../../http/problem.js';
import { firings, scheduleDraft as example } from '../../openapi/examples.js';
import { firing } from '../../schemas/job.js';
import { scheduleDraft } from '../../schemas/job-input.js';
import { previewQuery } from '../../schemas/preview-query.js';
import { cronSurface } from '../../surfaces/cron.js';

export const previewSchedule = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/jobs/preview',
    operationId: 'previewSchedule',
    summary: '保存前のスケジュールの実行予定',
    description: 'The instants at which a schedule would be due, before a job is made of it.',
    tags: ['Jobs'],
    scope: 'read:jobs',
    query: previewQuery,
    body: { schema: scheduleDraft, example },
    status: 200,
    response: z.array(firing),
    example: firings,
  },
  async ({ query, body, principal, deps }) => {
    const { count, from } = query;
    const outcome = await previewDraft(deps.db, principal.userId, body, { count, after: from ?? new Date() });
    if (outcome.kind === 'firings') return { data: outcome.firings };
    const { problem } = outcome;
    throw invalidInput([{ path: ['schedule'], say: (language) => describeProblem(problem, language) }]);
  },
);
