import { findCronJob } from '@carillon/core/engine/find-cron-job';
import { previewMissed } from '@carillon/core/engine/preview-firings';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { outageFirings } from '../../openapi/preview-examples.js';
import { outageFiring } from '../../schemas/firing.js';
import { jobParams } from '../../schemas/params.js';
import { outageQuery } from '../../schemas/preview-query.js';
import { presentFiring } from '../../shapes/present-firing.js';
import { cronSurface } from '../../surfaces/cron.js';
import { outageTooLong } from './refuse.js';

export const previewMissedOfJob = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/jobs/{jobId}/preview/missed',
    operationId: 'previewMissedOfJob',
    summary: '停止期間中の実行予定の扱い',
    description:
      'What would become of the instants of a job if Carillon were down from one instant to another: what its `missed`, `missedWindowSeconds`, `pausedUntil` and `overlap` make of them when it is back, as if no run were under way and none ended meanwhile.',
    tags: ['Jobs'],
    scope: 'read:jobs',
    params: jobParams,
    query: outageQuery,
    status: 200,
    response: z.array(outageFiring),
    example: outageFirings,
    errors: ['not_found'],
  },
  async ({ params, query, principal, language, deps }) => {
    const row = await findCronJob(deps.db, principal.userId, params.jobId);
    if (row === null) throw notFound();
    const firings = previewMissed(row, query);
    if (firings === null) throw outageTooLong();
    return { data: firings.map((shown) => presentFiring(shown, language)) };
  },
);
