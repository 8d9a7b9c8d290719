import type { Database } from '@carillon/core/db/client';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { publishLeftBatches, requeueOverdueRuns } from '@carillon/core/engine/republish-runs';
import { rescueLostRuns } from '@carillon/core/engine/rescue-runs';
import type { Publisher } from '@carillon/core/queues/publish';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { SchedulerMetrics } from './metrics.js';

export interface ReconcileDeps {
  database: Database;
  publisher: Publisher;
  logger: Logger;
  metrics: SchedulerMetrics;
}

/** Often enough that a lost worker's runs are back within lease + this; jittered so replicas do not march in step. */
const EVERY_MS = 2_000;
const LEASES_A_ROUND = 50;
const RUNS_A_ROUND = 500;
const BATCHES_A_ROUND = 200;

/**
 * Brings work back that fell between the chairs, in this order: leases that ran out, queued runs the queue has lost,
 * and whatever is in the outbox, which the first two fill.
 */
export function startReconcileLoop(deps: ReconcileDeps): Loop {
  return startLoop({
    work: async () => ((await reconcileOnce(deps)) ? 0 : EVERY_MS * (0.75 + Math.random() / 2)),
    onError: (error) => deps.logger.error({ err: error }, 'reconciling failed'),
  });
}

/** @returns true when a full batch was found, so there may be more. */
async function reconcileOnce({ database: { db, pool }, publisher, logger, metrics }: ReconcileDeps): Promise<boolean> {
  const rescued = await rescueLostRuns(pool, LEASES_A_ROUND);
  metrics.rescued(rescued);
  const overdue = await requeueOverdueRuns(pool, publisher, RUNS_A_ROUND);
  metrics.republished(overdue.lost, 'lost_by_queue');
  const left = await publishLeftBatches(db, publisher, BATCHES_A_ROUND);
  metrics.republished(left, 'unpublished');
  if (rescued.requeued + rescued.givenUp + overdue.lost > 0) {
    logger.warn({ ...rescued, lostByQueue: overdue.lost, leftInOutbox: left }, 'work brought back');
  }
  return rescued.leases === LEASES_A_ROUND || overdue.seen >= RUNS_A_ROUND || left === BATCHES_A_ROUND;
}
