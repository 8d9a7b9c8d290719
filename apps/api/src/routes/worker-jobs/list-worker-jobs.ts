import { listWorkerJobs } from '@carillon/core/engine/list-worker-jobs';
import type { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { jobPage } from '../../openapi/worker-examples.js';
import { PERIODS, STATE_FILTERS, workerJobPage, workerJobQuery } from '../../schemas/worker-job-list.js';
import { presentListedJob } from '../../shapes/present-worker-job.js';
import { rounded } from '../../shapes/present-worker-job-stats.js';
import { workerSurface } from '../../surfaces/worker.js';
import { accessOf } from './tenants.js';

type Query = z.output<typeof workerJobQuery>;

export const listJobsOfWorkers = defineRoute(
  {
    surface: workerSurface,
    method: 'get',
    path: '/api/v1/jobs',
    operationId: 'listWorkerJobs',
    summary: 'List worker jobs',
    tags: ['Worker jobs'],
    scope: 'job',
    query: workerJobQuery,
    status: 200,
    response: workerJobPage,
    example: jobPage,
  },
  async ({ query, principal, deps }) => {
    const access = accessOf(principal, query.tenant_id === undefined ? undefined : [query.tenant_id]);
    const { jobs, summary } = await listWorkerJobs(
      deps.workerJobs.pool,
      { ...access, ...filterOf(query) },
      pageOf(query),
    );
    const { averageProcessingMs: processing } = summary;
    return {
      data: {
        jobs: jobs.map(presentListedJob),
        pagination: paginate(query, summary.total),
        summary: {
          total_jobs: summary.total,
          pending_jobs: summary.waiting,
          active_jobs: summary.active,
          completed_jobs: summary.completed,
          failed_jobs: summary.failed + summary.errorsThrown,
          cancelled_jobs: summary.cancelled,
          success_rate_percent: rounded(summary.successRatePercent),
          avg_duration_seconds: processing === null ? null : Math.round(processing) / 1_000,
        },
        filters_applied: describeFilters(query),
      },
    };
  },
);

function filterOf({ state, type, worker, created_after, created_before, period }: Query) {
  return {
    ...(state !== undefined && STATE_FILTERS[state]),
    type,
    worker,
    createdAfter: created_after,
    createdBefore: created_before,
    withinSeconds: period && PERIODS[period],
  };
}

function pageOf({ page, page_size, sort_by, sort_order }: Query) {
  const offset = (page - 1) * page_size;
  return { limit: page_size, offset, sortBy: sort_by, descending: sort_order.toLowerCase() === 'desc' };
}

function paginate({ page, page_size }: Query, total: number) {
  const total_pages = Math.ceil(total / page_size);
  return { page, page_size, total_count: total, total_pages, has_next: page < total_pages, has_prev: page > 1 };
}

function describeFilters({ state, type, worker, tenant_id, created_after, created_before, period }: Query) {
  return {
    state: state ?? null,
    type: type ?? null,
    worker: worker ?? null,
    tenant_id: tenant_id ?? null,
    created_after: created_after?.toISOString() ?? null,
    created_before: created_before?.toISOString() ?? null,
    period: period ?? null,
  };
}
