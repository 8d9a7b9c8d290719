import { DELIVERY_QUEUE, RUN_QUEUES } from '@carillon/core/domain/run/queues';
import type { Database } from '@carillon/core/db/client';
import { readBacklog } from '@carillon/core/db/queries/run-backlog';
import { countWaitingRuns } from '@carillon/core/db/queries/run-turns';
import type { Claim } from '@carillon/core/engine/claim-due-runs';
import type { Reconciliation } from '@carillon/core/engine/reconcile-run-batches';
import type { Publisher } from '@carillon/core/queues/publish';
import { measureDependencies } from '@carillon/core/telemetry/dependencies';
import { trackFigures } from '@carillon/core/telemetry/figures';
import { createMetrics, type Metrics } from '@carillon/core/telemetry/metrics';
import { trackWork } from './operator-metrics.js';
import { createPruneMetrics, type PruneMetrics } from './prune-metrics.js';
import { createRoundMetrics, type MeasureRound } from './round-metrics.js';

/** What a scheduler measures. */
export interface SchedulerMetrics extends Metrics, PruneMetrics {
  measureRound: MeasureRound;
  claimSeconds: { startTimer: () => () => number };
  entered(claim: Claim): void;
  reconciled(found: Reconciliation): void;
}

/** Makes the scheduler's metrics; queue depths are asked for when somebody reads them. */
export function createSchedulerMetrics(publisher: Publisher, database: Database): SchedulerMetrics {
  const { pool } = database;
  const metrics = createMetrics('scheduler');
  const parts = { postgres: () => pool.query('SELECT 1'), queue: () => publisher.ping() };
  measureDependencies(metrics, { pool, parts });
  trackWork(metrics, database);
  for (const queue of [...RUN_QUEUES, DELIVERY_QUEUE]) {
    const name = `${queue.replaceAll('-', '_')}_waiting`;
    metrics.gauge(name, `Messages waiting in the queue ${queue}`, async (gauge) =>
      gauge.set(await publisher.depth(queue)),
    );
  }
  trackFigures(metrics, {
    helps: {
      herd_backlog_batches: 'Batches of herds that wait in Postgres for their turn',
      herd_backlog_oldest_seconds: 'For how long the oldest batch of a herd has been kept back',
    },
    read: async () => {
      const { batches, oldestSeconds } = await readBacklog(pool);
      return [{ values: { herd_backlog_batches: batches, herd_backlog_oldest_seconds: oldestSeconds } }];
    },
  });
  metrics.gauge('runs_waiting_for_turn', 'Runs that wait for the one before them to end', async (gauge) =>
    gauge.set(await countWaitingRuns(pool)),
  );
  const seconds = metrics.histogram(
    'claim_seconds',
    'Time of one claim transaction that found work',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  );
  const runs = metrics.counter('runs_entered_total', 'Ledger rows written, by what became of the due instant', [
    'fate',
  ]);
  const rescues = metrics.counter('runs_rescued_total', 'Runs whose lease ran out, by verdict', ['verdict']);
  const again = metrics.counter('batches_republished_total', 'Run batches that the reconciler sent on, by cause', [
    'cause',
  ]);
  return {
    ...metrics,
    ...createPruneMetrics(metrics),
    measureRound: createRoundMetrics(metrics),
    claimSeconds: { startTimer: () => seconds.startTimer() },
    entered(claim) {
      runs.inc({ fate: 'queued' }, claim.queued);
      runs.inc({ fate: 'skipped' }, claim.skipped);
      runs.inc({ fate: 'missed' }, claim.missed);
    },
    reconciled(found) {
      rescues.inc({ verdict: 'requeued' }, found.requeued);
      rescues.inc({ verdict: 'given_up' }, found.givenUp);
      again.inc({ cause: 'unpublished' }, found.unpublished);
      again.inc({ cause: 'lost_by_queue' }, found.lostByQueue);
      again.inc({ cause: 'retry_due' }, found.retries.ofHerds + found.retries.ofOthers);
    },
  };
}
