import { returnDelivery } from '@carillon/core/db/queries/deliver-webhooks';
import type { Database } from '@carillon/core/db/client';
import { WORKER_STOPPED } from '@carillon/core/domain/run/hand-over';
import { DELIVERY_QUEUE } from '@carillon/core/domain/run/queues';
import type { Egress } from '@carillon/core/egress/egress';
import { sendWebhook, type WebhookRequest } from '@carillon/core/egress/send-webhook';
import { deliverWebhook, type DeliverDeps } from '@carillon/core/engine/deliver-webhook';
import { createRoom } from '@carillon/core/engine/room';
import type { QueueConfig } from '@carillon/core/queues/connection';
import { consume } from '@carillon/core/queues/consume';
import { deliveryMessage } from '@carillon/core/queues/message';
import type { Keyring } from '@carillon/core/secrets/keyring';
import type { Metrics } from '@carillon/core/telemetry/metrics';
import type { Tracing } from '@carillon/core/telemetry/tracing';
import { createDeliveryMetrics } from './delivery-metrics.js';
import { traceDeliveries } from './trace-deliveries.js';

export interface DeliveriesDeps {
  database: Database;
  keyring: Keyring;
  egress: Egress;
  queue: QueueConfig;
  metrics: Metrics;
  tracing: Tracing | null;
  /** Attempts under way at most. */
  places: number;
  onError: (error: Error) => void;
}

/** The worker's part that delivers webhooks. */
export interface Deliveries {
  /** Attempts under way. */
  readonly inFlight: number;
  /** From here on an attempt that fails was cut short, and is another worker's to make again at once. */
  cutShort(): void;
  /** Begins no attempt any more and waits for those under way. */
  close(): Promise<void>;
}

/** Begins to deliver webhooks, with places of their own: they take none of a run's call. */
export function startDeliveries(options: DeliveriesDeps): Deliveries {
  const { database, keyring, egress, queue, tracing, onError } = options;
  const room = createRoom(options.places);
  const metrics = createDeliveryMetrics(options.metrics, () => room.used);
  let closing = false;
  let cut = false;
  const send = async (request: WebhookRequest) => {
    const answer = await sendWebhook(egress, request);
    return cut && answer.error !== null ? { ...answer, error: WORKER_STOPPED } : answer;
  };
  const told = tracing === null ? send : traceDeliveries(tracing, database.pool, send);
  const deps: DeliverDeps = { database, keyring, send: told, random: Math.random };
  const consumer = consume({
    queue: DELIVERY_QUEUE,
    message: deliveryMessage,
    config: queue,
    whenRoom: (signal) => room.whenFree(signal),
    handle: async ({ deliveryId }) => {
      if (closing) return returnDelivery(database.pool, deliveryId);
      const leave = room.enter();
      metrics.attempted(await deliverWebhook(deps, deliveryId).finally(leave));
    },
    onError,
  });
  return {
    get inFlight() {
      return room.used;
    },
    cutShort: () => void (cut = true),
    close() {
      closing = true;
      return consumer.close();
    },
  };
}
