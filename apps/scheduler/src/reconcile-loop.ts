import type { Database } from '@carillon/core/db/client';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { reconcileRunBatches } from '@carillon/core/engine/reconcile-run-batches';
import type { Publisher } from '@carillon/core/queues/publish';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { SchedulerMetrics } from './metrics.js';

export interface ReconcileDeps {
  database: Database;
  publisher: Publisher;
  logger: Logger;
  metrics: SchedulerMetrics;
}

/** Often enough that a lost worker's runs are back within lease + this; jittered so that replicas do not march in step. */
const EVERY_MS = 2_000;
const BATCHES_A_ROUND = 100;

/** Looks after batches that should have been published, taken or finished by now. */
export function startReconcileLoop({ database, publisher, logger, metrics }: ReconcileDeps): Loop {
  return startLoop({
    work: async () => {
      const found = await reconcileRunBatches(database, publisher, BATCHES_A_ROUND);
      metrics.reconciled(found);
      if (found.requeued + found.givenUp + found.lostByQueue > 0) logger.warn(found, 'work brought back');
      return found.batches === BATCHES_A_ROUND ? 0 : EVERY_MS * (0.75 + Math.random() / 2);
    },
    onError: (error) => logger.error({ err: error }, 'reconciling failed'),
  });
}
