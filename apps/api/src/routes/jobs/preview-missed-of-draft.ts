import { previewMissed, refuseDraftPreview } from '@carillon/core/engine/preview-firings';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { outageDraft, outageFirings } from '../../openapi/preview-examples.js';
import { outageFiring } from '../../schemas/firing.js';
import { scheduleDraft } from '../../schemas/job-input.js';
import { outageQuery } from '../../schemas/preview-query.js';
import { presentFiring } from '../../shapes/present-firing.js';
import { cronSurface } from '../../surfaces/cron.js';
import { definitionProblem, outageTooLong } from './refuse.js';

export const previewMissedOfDraft = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/jobs/preview/missed',
    operationId: 'previewMissedOfDraft',
    summary: '保存前のスケジュールの停止期間中の扱い',
    description: 'As for a job, before a job is made of it.',
    tags: ['Jobs'],
    scope: 'read:jobs',
    query: outageQuery,
    body: { schema: scheduleDraft, example: outageDraft },
    status: 200,
    response: z.array(outageFiring),
    example: outageFirings,
  },
  async ({ query, body, principal, language, deps }) => {
    const problems = await refuseDraftPreview(deps.db, principal.userId, body);
    if (problems !== null) throw definitionProblem(problems);
    const firings = previewMissed(body, query);
    if (firings === null) throw outageTooLong();
    return { data: firings.map((shown) => presentFiring(shown, language)) };
  },
);
