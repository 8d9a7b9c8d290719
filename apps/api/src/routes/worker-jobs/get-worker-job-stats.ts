import { readWorkerJobStatistics } from '@carillon/core/engine/read-worker-job-statistics';
import { defineRoute } from '../../http/define-route.js';
import { jobStats as example } from '../../openapi/worker-examples.js';
import { PERIODS } from '../../schemas/worker-job-list.js';
import { workerJobStats, workerJobStatsQuery } from '../../schemas/worker-job-stats.js';
import { presentStats } from '../../shapes/present-worker-job-stats.js';
import { workerSurface } from '../../surfaces/worker.js';
import { accessOf } from './tenants.js';

export const getWorkerJobStats = defineRoute(
  {
    surface: workerSurface,
    method: 'get',
    path: '/api/v1/jobs/stats',
    operationId: 'getWorkerJobStats',
    summary: 'How many worker jobs there are, how they end and how long they take',
    description: 'All figures are exact and of one moment, but for the percentiles.',
    tags: ['Worker jobs'],
    scope: 'job',
    query: workerJobStatsQuery,
    status: 200,
    response: workerJobStats,
    example,
  },
  async ({ query: { period, type, worker, tenant_id }, principal, deps }) => {
    const access = accessOf(principal, tenant_id === undefined ? undefined : [tenant_id]);
    const withinSeconds = period === 'all' ? undefined : PERIODS[period];
    const statistics = await readWorkerJobStatistics(deps.workerJobs.pool, { ...access, type, worker, withinSeconds });
    return {
      data: {
        period,
        ...presentStats(statistics),
        filters_applied: { type: type ?? null, worker: worker ?? null, tenant_id: tenant_id ?? null },
      },
    };
  },
);
