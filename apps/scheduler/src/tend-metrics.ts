import type { Pool } from '@carillon/core/db/client';
import { countOpenIncidents } from '@carillon/core/db/queries/incident-lists';
import { readWorkerJobFigures } from '@carillon/core/db/queries/worker-job-figures';
import type { Tending } from '@carillon/core/engine/tend-worker-jobs';
import type { RollUp } from '@carillon/core/engine/roll-up-worker-jobs';
import type { Metrics } from '@carillon/core/telemetry/metrics';

/** What a scheduler measures of worker jobs. */
export interface TendMetrics {
  tended(tending: Tending): void;
  rolledUp(rollUp: RollUp): void;
}

/** Jobs are counted when somebody reads the metrics, in one statement for all three gauges. */
export function createTendMetrics(metrics: Metrics, pool: Pool): TendMetrics {
  const active = metrics.gauge('worker_jobs_active', 'Worker jobs under a lease', undefined, ['type']);
  const oldest = metrics.gauge(
    'worker_jobs_oldest_seconds',
    'How long the oldest waiting worker job waits',
    undefined,
    ['type'],
  );
  const collect = async (waiting: typeof active) => {
    const figures = await readWorkerJobFigures(pool);
    for (const gauge of [waiting, active, oldest]) gauge.reset();
    for (const { type, ...figure } of figures) {
      waiting.set({ type }, figure.waiting);
      active.set({ type }, figure.active);
      oldest.set({ type }, figure.oldestSeconds);
    }
  };
  metrics.gauge('worker_jobs_waiting', 'Worker jobs that may be activated', collect, ['type']);
  const collectIncidents = async (open: typeof active) => {
    const counts = await countOpenIncidents(pool);
    open.reset();
    for (const { type, count } of counts) open.set({ type }, count);
  };
  metrics.gauge('worker_job_incidents_open', 'Incidents that nobody has decided about', collectIncidents, ['type']);
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
