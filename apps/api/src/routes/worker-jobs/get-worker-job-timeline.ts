import { TIMELINES, type TimelinePeriod } from '@carillon/core/domain/worker-job/timeline';
import { readWorkerJobTimeline } from '@carillon/core/engine/read-worker-job-timeline';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { jobType, tenantId, workerName } from '../../schemas/worker-job-fields.js';
import { workerSurface } from '../../surfaces/worker.js';
import { accessOf } from './tenants.js';

const PERIODS = Object.keys(TIMELINES) as [TimelinePeriod, ...TimelinePeriod[]];
const count = z.number();

const bucket = z
  .object({
    at: z.iso.datetime(),
    waiting_jobs: count,
    active_jobs: count,
    completed_jobs: count,
    failed_jobs: count.meta({ description: 'Failed and errors thrown.' }),
    cancelled_jobs: count,
  })
  .meta({ id: 'WorkerJobTimelineBucket' });

export const getWorkerJobTimeline = defineRoute(
  {
    surface: workerSurface,
    method: 'get',
    path: '/api/v1/jobs/stats/timeline',
    operationId: 'getWorkerJobTimeline',
    summary: 'How many worker jobs were created when, and what has become of them',
    description:
      'Every bucket of the period, those without jobs included: minutes of an hour, hours of a day, six hours of a week, UTC days of thirty days. The last bucket is under way. All figures are exact and of one moment.',
    tags: ['Worker jobs'],
    scope: 'job',
    query: z.strictObject({
      period: z.enum(PERIODS).default('24h'),
      type: jobType.optional(),
      worker: workerName.optional(),
      tenant_id: tenantId.optional(),
    }),
    status: 200,
    response: z.object({ period: z.enum(PERIODS), bucket_seconds: z.int(), buckets: z.array(bucket) }),
    example: {
      period: '24h',
      bucket_seconds: 3_600,
      buckets: [
        {
          at: '2025-01-11T10:00:00.000Z',
          waiting_jobs: 12,
          active_jobs: 8,
          completed_jobs: 960,
          failed_jobs: 15,
          cancelled_jobs: 5,
        },
      ],
    },
  },
  async ({ query: { period, type, worker, tenant_id }, principal, deps }) => {
    const access = accessOf(principal, tenant_id === undefined ? undefined : [tenant_id]);
    const buckets = await readWorkerJobTimeline(deps.workerJobs.pool, { ...access, type, worker, period });
    return {
      data: {
        period,
        bucket_seconds: TIMELINES[period].bucketMinutes * 60,
        buckets: buckets.map(({ at, waiting, active, completed, failed, cancelled }) => ({
          at: at.toISOString(),
          waiting_jobs: waiting,
          active_jobs: active,
          completed_jobs: completed,
          failed_jobs: failed,
          cancelled_jobs: cancelled,
        })),
      },
    };
  },
);
