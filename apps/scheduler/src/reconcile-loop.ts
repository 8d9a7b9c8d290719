import type { Database } from '@carillon/core/db/client';
import { LEASE_RENEWAL_MS } from '@carillon/core/domain/run/lease';
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

/** How long Postgres must have answered before a lease that ran out is taken for a lost worker: renewal, and some. */
const TRUSTED_AFTER_MS = LEASE_RENEWAL_MS + 2_000;

/** Looks after batches that should have been published, taken or finished by now. */
export function startReconcileLoop({ database, publisher, logger, metrics }: ReconcileDeps): Loop {
  let answersSince: number | null = null;
  return startLoop({
    work: async () => {
      answersSince ??= performance.now();
      const rescueLost = performance.now() - answersSince > TRUSTED_AFTER_MS;
      const found = await reconcileRunBatches(database, publisher, { limit: BATCHES_A_ROUND, rescueLost });
      metrics.reconciled(found);
      if (found.requeued + found.givenUp + found.lostByQueue > 0) logger.warn(found, 'work brought back');
      return rescueLost && found.batches === BATCHES_A_ROUND ? 0 : EVERY_MS * (0.75 + Math.random() / 2);
    },
    onError: (error) => {
      answersSince = null;
      logger.error({ err: error }, 'reconciling failed');
    },
  });
}
