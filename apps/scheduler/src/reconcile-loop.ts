import type { Database } from '@carillon/core/db/client';
import { readNextAttention } from '@carillon/core/db/queries/run-batches';
import { ATTENTION_WITHIN_MS, LEASE_RENEWAL_MS } from '@carillon/core/domain/run/lease';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { reconcileRunBatches, type Reconciliation } from '@carillon/core/engine/reconcile-run-batches';
import type { Publisher } from '@carillon/core/queues/publish';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { SchedulerMetrics } from './metrics.js';

export interface ReconcileDeps {
  database: Database;
  publisher: Publisher;
  logger: Logger;
  metrics: SchedulerMetrics;
  /** Lets the batches of herds into their queue. */
  releasing: Loop;
}

export interface ReconcileLoop extends Loop {
  /** Wakes the loop if a batch needs attention earlier than it would look by itself. */
  wakeBy(attentionAt: Date): void;
}

/** Often enough that a lost worker's runs are back within lease + this; jittered so that replicas do not march in step. */
const SHORTEST_MS = ATTENTION_WITHIN_MS * 0.6;
const BATCHES_A_ROUND = 100;

/** However many batches need attention one after the other, a round looks at what these moments brought. */
const PAUSE_MS = 50;

/** How long Postgres must have answered before a lease that ran out is taken for a lost worker: renewal, and some. */
const TRUSTED_AFTER_MS = LEASE_RENEWAL_MS + 2_000;

const NEVER = new Date(8.64e15);

/**
 * Looks after batches that should have been published, taken or finished by now, and publishes retries when they are
 * due: it sleeps until the first that needs attention.
 */
export function startReconcileLoop(deps: ReconcileDeps): ReconcileLoop {
  const { database, publisher, logger, metrics, releasing } = deps;
  let answersSince: number | null = null;
  let sleepsUntil = NEVER;
  const loop = startLoop({
    work: () =>
      metrics.measureRound('reconcile', async () => {
        answersSince ??= performance.now();
        // Until it is known: whatever is told during the round is looked for in another.
        sleepsUntil = NEVER;
        const rescueLost = performance.now() - answersSince > TRUSTED_AFTER_MS;
        const found = await reconcileRunBatches(database, publisher, { limit: BATCHES_A_ROUND, rescueLost });
        metrics.reconciled(found);
        if (found.retries.ofHerds > 0) releasing.wake();
        if (isWorthTelling(found)) logger.warn(found, 'work brought back');
        if (rescueLost && found.batches === BATCHES_A_ROUND) return 0;
        const next = await readNextAttention(database.pool);
        sleepsUntil = next?.at ?? NEVER;
        const longestMs = SHORTEST_MS + Math.random() * (ATTENTION_WITHIN_MS - SHORTEST_MS);
        // A timer may be early by part of a millisecond, and would find nothing.
        return Math.min(Math.max((next?.inMs ?? longestMs) + 1, PAUSE_MS), longestMs);
      }),
    onError: (error) => {
      answersSince = null;
      logger.error({ err: error }, 'reconciling failed');
    },
  });
  return {
    ...loop,
    wakeBy(attentionAt) {
      if (attentionAt < sleepsUntil) loop.wake();
    },
  };
}

const isWorthTelling = ({ requeued, givenUp, lostByQueue }: Reconciliation) => requeued + givenUp + lostByQueue > 0;
