import { z } from 'zod';
import { jobType, tenantId, workerName } from './worker-job-fields.js';
import { PERIODS } from './worker-job-list.js';

const count = z.number();
const milliseconds = z.number().nullable();
const STATS_PERIODS = [...(Object.keys(PERIODS) as [keyof typeof PERIODS]), 'all'] as const;

/** Which worker jobs to add up. */
export const workerJobStatsQuery = z.strictObject({
  period: z.enum(STATS_PERIODS).default('24h').meta({ description: 'Created within this time before now.' }),
  type: jobType.optional(),
  worker: workerName.optional(),
  tenant_id: tenantId.optional(),
});

/** How many jobs there are of each kind, and how they end. */
export const jobFigures = z
  .object({
    total_jobs: count,
    pending_jobs: count,
    active_jobs: count,
    completed_jobs: count,
    failed_jobs: count.meta({
      description: 'Stand still with an incident, or were left so: failed and errors thrown.',
    }),
    cancelled_jobs: count,
    success_rate_percent: count.nullable().meta({ description: 'Completed among completed and failed.' }),
    avg_processing_ms: milliseconds.meta({ description: 'From the last activation to completion.' }),
  })
  .meta({ id: 'WorkerJobFigures' });

export const workerJobStats = z.object({
  period: z.enum(STATS_PERIODS),
  overview: jobFigures.extend({
    errors_thrown: count.meta({ description: 'Among the failed ones.' }),
    avg_total_ms: milliseconds.meta({ description: 'From creation to completion.' }),
  }),
  job_types: z
    .array(jobFigures.extend({ type: z.string() }))
    .meta({ description: 'The 100 types with most jobs, those first.' }),
  worker_performance: z
    .array(jobFigures.extend({ worker: z.string() }))
    .meta({ description: 'The 100 workers that were last with most jobs, those first.' }),
  performance_metrics: z.object({
    avg_processing_ms: milliseconds,
    avg_total_ms: milliseconds,
    avg_overhead_ms: milliseconds.meta({ description: 'The total without the processing.' }),
    p50_processing_ms: milliseconds.meta({ description: 'An estimate, like the others: at most a factor of two off.' }),
    p95_processing_ms: milliseconds,
    p99_processing_ms: milliseconds,
    failed_attempts: count.meta({ description: 'Of the jobs that have ended.' }),
  }),
  filters_applied: z.object({
    type: z.string().nullable(),
    worker: z.string().nullable(),
    tenant_id: z.string().nullable(),
  }),
});
