import { findCronJob } from '@carillon/core/engine/find-cron-job';
import { readRunStats } from '@carillon/core/engine/read-run-stats';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { runStats as example } from '../../openapi/overview-examples.js';
import { runStats, runStatsQuery } from '../../schemas/run-stats.js';
import { isoInstant } from '../../shapes/iso-instant.js';
import { cronSurface } from '../../surfaces/cron.js';

export const getRunStats = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/stats',
    operationId: 'getRunStats',
    summary: '実行の統計',
    description:
      'How the runs that were due in the last hour or day went, in all and bucket by bucket. Of a day, what is older than half an hour may be as it was a minute ago.',
    tags: ['Logs'],
    scope: 'read:logs',
    query: runStatsQuery,
    status: 200,
    response: runStats,
    example,
    errors: ['not_found'],
  },
  async ({ query, principal, deps }) => {
    const { span, jobId: cronJobId } = query;
    const { userId } = principal;
    if (cronJobId !== undefined && (await findCronJob(deps.db, userId, cronJobId)) === null) throw notFound();
    const { since, until, buckets, ...same } = await readRunStats(deps.db, {
      userId,
      cronJobId,
      span,
    });
    return {
      data: {
        ...same,
        span,
        since: since.toISOString(),
        until: until.toISOString(),
        buckets: buckets.map(({ atMs, ...counts }) => ({ at: isoInstant(atMs), ...counts })),
      },
    };
  },
);
