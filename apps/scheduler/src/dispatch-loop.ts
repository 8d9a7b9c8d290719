import type { Pool } from '@carillon/core/db/client';
import { readPendingFigures } from '@carillon/core/db/queries/dispatch-deliveries';
import { dispatchDeliveries } from '@carillon/core/engine/dispatch-deliveries';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import type { Publisher } from '@carillon/core/queues/publish';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { Metrics } from '@carillon/core/telemetry/metrics';

export interface DispatchDeps {
  pool: Pool;
  publisher: Publisher;
  logger: Logger;
  metrics: Metrics;
}

/** The safety net under NOTIFY. */
const MAX_SLEEP_MS = 2_000;

/** Puts deliveries of webhooks into the queue as they fall due. */
export function startDispatchLoop({ pool, publisher, logger, metrics }: DispatchDeps): Loop {
  const moved = metrics.counter('webhook_deliveries_moved_total', 'Deliveries that a scheduler moved, by what it did', [
    'fate',
  ]);
  const oldest = metrics.gauge('webhook_oldest_pending_seconds', 'Since when the oldest pending delivery was entered');
  metrics.gauge('webhook_deliveries_pending', 'Deliveries that wait for an attempt', async (gauge) => {
    const figures = await readPendingFigures(pool);
    gauge.set(figures.pending);
    oldest.set(figures.oldestSeconds);
  });
  let afterWebhook = '';
  return startLoop({
    work: async () => {
      const round = await dispatchDeliveries({ pg: pool, publisher }, afterWebhook);
      ({ afterWebhook } = round);
      moved.inc({ fate: 'dispatched' }, round.dispatched);
      moved.inc({ fate: 'taken_back' }, round.takenBack);
      moved.inc({ fate: 'dead' }, round.dead);
      if (round.takenBack > 0) logger.warn({ takenBack: round.takenBack }, 'deliveries lost their worker');
      return Math.min(round.nextInMs ?? MAX_SLEEP_MS, MAX_SLEEP_MS);
    },
    onError: (error) => logger.error({ err: error }, 'dispatching deliveries failed'),
  });
}
