import type { Database } from '@carillon/core/db/client';
import { readClock } from '@carillon/core/db/queries/clock';
import { readBatchFigures, readOverdue } from '@carillon/core/db/queries/operator-figures';
import { listRunPartitions } from '@carillon/core/db/queries/run-partitions';
import { BATCH_STATES } from '@carillon/core/domain/run/batch';
import { daysCovered } from '@carillon/core/domain/run/partition';
import { RUN_QUEUES } from '@carillon/core/domain/run/queues';
import { trackFigures } from '@carillon/core/telemetry/figures';
import type { Metrics } from '@carillon/core/telemetry/metrics';

/** Measures what is late, what is under way and how far the ledger reaches: read when somebody reads the metrics. */
export function trackWork(metrics: Metrics, { db, pool }: Database): void {
  trackFigures(metrics, {
    helps: {
      cron_jobs_overdue: 'Cron jobs that are due and not claimed, 10,000 at most',
      cron_jobs_overdue_oldest_seconds: 'Since when the earliest of them is due',
    },
    read: async () => {
      const { cronJobs, oldestSeconds } = await readOverdue(pool);
      return [{ values: { cron_jobs_overdue: cronJobs, cron_jobs_overdue_oldest_seconds: oldestSeconds } }];
    },
  });
  trackFigures(metrics, {
    helps: {
      batches: 'Batches of runs that have not ended, by queue and state',
      batch_runs: 'Runs in batches that have not ended, by queue and state',
      batches_oldest_seconds: 'Since when the oldest batch on its first attempt was entered, by queue and state',
    },
    labels: ['queue', 'state'],
    // Also what there is none of: a series that comes and goes cannot be told from a process that does.
    read: async () => {
      const found = await readBatchFigures(pool);
      return RUN_QUEUES.flatMap((queue) => BATCH_STATES.map((state) => ({ queue, state }))).map((labels) => {
        const of = found.find(({ queue, state }) => queue === labels.queue && state === labels.state);
        const { batches = 0, runs: batch_runs = 0, oldestSeconds: batches_oldest_seconds = 0 } = of ?? {};
        return { labels, values: { batches, batch_runs, batches_oldest_seconds } };
      });
    },
  });
  const help = 'Days from today on, in a row, that the ledger has a partition for';
  metrics.gauge('ledger_partition_days', help, async (gauge) =>
    gauge.set(daysCovered(await listRunPartitions(db), await readClock(db))),
  );
}
