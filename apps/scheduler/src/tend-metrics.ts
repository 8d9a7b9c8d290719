import type { Pool } from '@carillon/core/db/client';
import { countOpenIncidents } from '@carillon/core/db/queries/incident-lists';
import { readWorkerJobFigures } from '@carillon/core/db/queries/worker-job-figures';
import type { Tending } from '@carillon/core/engine/tend-worker-jobs';
import type { RollUp } from '@carillon/core/engine/roll-up-worker-jobs';
import { trackFigures } from '@carillon/core/telemetry/figures';
import type { Metrics } from '@carillon/core/telemetry/metrics';

/** What a scheduler measures of worker jobs. */
export interface TendMetrics {
  tended(tending: Tending): void;
  rolledUp(rollUp: RollUp): void;
}

/** Jobs are counted when somebody reads the metrics. */
export function createTendMetrics(metrics: Metrics, pool: Pool): TendMetrics {
  trackFigures(metrics, {
    helps: {
      worker_jobs_waiting: 'Worker jobs that may be activated',
      worker_jobs_active: 'Worker jobs under a lease',
      worker_jobs_oldest_seconds: 'How long the oldest waiting worker job waits',
    },
    labels: ['type'],
    read: async () => {
      const figures = await readWorkerJobFigures(pool);
      return figures.map(({ type, waiting, active, oldestSeconds }) => ({
        labels: { type },
        values: { worker_jobs_waiting: waiting, worker_jobs_active: active, worker_jobs_oldest_seconds: oldestSeconds },
      }));
    },
  });
  trackFigures(metrics, {
    helps: { worker_job_incidents_open: 'Incidents that nobody has decided about' },
    labels: ['type'],
    read: async () => {
      const counts = await countOpenIncidents(pool);
      return counts.map(({ type, count }) => ({ labels: { type }, values: { worker_job_incidents_open: count } }));
    },
  });
  const rolledUp = metrics.counter('worker_jobs_rolled_up_total', 'Ends of worker jobs that went into the totals');
  const tended = metrics.counter('worker_jobs_tended_total', 'Worker jobs that a scheduler moved, by what it did', [
    'fate',
  ]);
  return {
    rolledUp: ({ rows }) => rolledUp.inc(rows),
    tended({ promoted, offeredAgain, givenUp }) {
      tended.inc({ fate: 'promoted' }, promoted);
      tended.inc({ fate: 'lease_expired' }, offeredAgain);
      tended.inc({ fate: 'given_up' }, givenUp);
    },
  };
}
