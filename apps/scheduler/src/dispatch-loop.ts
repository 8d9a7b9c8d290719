import type { Pool } from '@carillon/core/db/client';
import { readPendingFigures } from '@carillon/core/db/queries/dispatch-deliveries';
import { dispatchDeliveries } from '@carillon/core/engine/dispatch-deliveries';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import type { Publisher } from '@carillon/core/queues/publish';
import type { Logger } from '@carillon/core/telemetry/logger';
import { trackFigures } from '@carillon/core/telemetry/figures';
import type { SchedulerMetrics } from './metrics.js';

export interface DispatchDeps {
  pool: Pool;
  publisher: Publisher;
  logger: Logger;
  metrics: SchedulerMetrics;
}

/** The safety net under NOTIFY. */
const MAX_SLEEP_MS = 2_000;

/** Puts deliveries of webhooks into the queue as they fall due. */
export function startDispatchLoop({ pool, publisher, logger, metrics }: DispatchDeps): Loop {
  const moved = metrics.counter('webhook_deliveries_moved_total', 'Deliveries that a scheduler moved, by what it did', [
    'fate',
  ]);
  trackFigures(metrics, {
    helps: {
      webhook_deliveries_pending: 'Deliveries that wait for an attempt',
      webhook_oldest_pending_seconds: 'Since when the oldest pending delivery was entered',
    },
    read: async () => {
      const { pending, oldestSeconds } = await readPendingFigures(pool);
      return [{ values: { webhook_deliveries_pending: pending, webhook_oldest_pending_seconds: oldestSeconds } }];
    },
  });
  let afterWebhook = '';
  return startLoop({
    work: () =>
      metrics.measureRound('dispatch', async () => {
        const round = await dispatchDeliveries({ pg: pool, publisher }, afterWebhook);
        ({ afterWebhook } = round);
        moved.inc({ fate: 'dispatched' }, round.dispatched);
        moved.inc({ fate: 'taken_back' }, round.takenBack);
        moved.inc({ fate: 'dead' }, round.dead);
        if (round.takenBack > 0) logger.warn({ takenBack: round.takenBack }, 'deliveries lost their worker');
        return Math.min(round.nextInMs ?? MAX_SLEEP_MS, MAX_SLEEP_MS);
      }),
    onError: (error) => logger.error({ err: error }, 'dispatching deliveries failed'),
  });
}
