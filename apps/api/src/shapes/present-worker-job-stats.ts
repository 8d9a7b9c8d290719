import type { WorkerJobFigures } from '@carillon/core/domain/worker-job/statistics';
import type { WorkerJobStatistics } from '@carillon/core/engine/read-worker-job-statistics';
import type { z } from 'zod';
import type { jobFigures, workerJobStats } from '../schemas/worker-job-stats.js';

type Stats = z.input<typeof workerJobStats>;

/** Shapes what worker jobs come to. */
export function presentStats({
  all,
  types,
  workers,
  percentiles,
}: WorkerJobStatistics): Omit<Stats, 'period' | 'filters_applied'> {
  const { averageProcessingMs: processing, averageTotalMs: total } = all;
  return {
    overview: { ...presentFigures(all), errors_thrown: all.errorsThrown, avg_total_ms: rounded(total) },
    job_types: types.map((figures) => ({ type: figures.name, ...presentFigures(figures) })),
    worker_performance: workers.map((figures) => ({ worker: figures.name, ...presentFigures(figures) })),
    performance_metrics: {
      avg_processing_ms: rounded(processing),
      avg_total_ms: rounded(total),
      avg_overhead_ms: processing === null || total === null ? null : rounded(total - processing),
      p50_processing_ms: rounded(percentiles.p50),
      p95_processing_ms: rounded(percentiles.p95),
      p99_processing_ms: rounded(percentiles.p99),
      failed_attempts: all.failures,
    },
  };
}

function presentFigures(figures: WorkerJobFigures): z.input<typeof jobFigures> {
  return {
    total_jobs: figures.total,
    pending_jobs: figures.waiting,
    active_jobs: figures.active,
    completed_jobs: figures.completed,
    failed_jobs: figures.failed + figures.errorsThrown,
    cancelled_jobs: figures.cancelled,
    success_rate_percent: rounded(figures.successRatePercent),
    avg_processing_ms: rounded(figures.averageProcessingMs),
  };
}

/** To a tenth. */
export const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10);
