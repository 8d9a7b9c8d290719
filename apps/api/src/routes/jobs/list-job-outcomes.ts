import { formatRunId } from '@carillon/core/domain/ids';
import { listRunOutcomes } from '@carillon/core/engine/list-run-outcomes';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { jobOutcomes as example } from '../../openapi/overview-examples.js';
import { jobOutcomes, jobOutcomesQuery } from '../../schemas/job-outcomes.js';
import { isoInstant } from '../../shapes/iso-instant.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listJobOutcomes = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/jobs/outcomes',
    operationId: 'listJobOutcomes',
    summary: '複数のジョブの最近の実行結果',
    description: 'What became of the last runs of several jobs, in the order in which the jobs are asked for.',
    tags: ['Logs'],
    scope: 'read:logs',
    query: jobOutcomesQuery,
    status: 200,
    response: z.array(jobOutcomes),
    example: [example],
  },
  async ({ query, principal, deps }) => {
    const { jobIds: cronJobIds, limit } = query;
    const found = await listRunOutcomes(deps.db, { userId: principal.userId, cronJobIds, limit });
    const data = found.map(({ jobId, runs }) => ({
      jobId,
      runs: runs.map((run) => ({ ...run, id: formatRunId(run.id), scheduledFor: isoInstant(run.scheduledFor) })),
    }));
    return { data };
  },
);
