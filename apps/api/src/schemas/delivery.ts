import { DELIVERY_MOVES, type DeliveryState } from '@carillon/core/domain/webhook/delivery';
import { WEBHOOK_EVENTS } from '@carillon/core/domain/webhook/events';
import { z } from 'zod';
import { cursor, pageSize } from './query-fields.js';

const instant = z.iso.datetime();

/** The states of the one table of moves, each once. */
const deliveryState = z.enum([...new Set(Object.values(DELIVERY_MOVES).map((move): DeliveryState => move.to))]);

const deliveryEvent = z.enum([...WEBHOOK_EVENTS, 'test']);

const attempt = z
  .object({
    attempt: z.int().meta({ description: 'A replay begins with 1 again.' }),
    startedAt: instant,
    durationMs: z.int(),
    status: z.int().meta({ description: 'HTTP status; 0 when there was no response.' }),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'WebhookDeliveryAttempt' });

const fields = {
  id: z.string().meta({ description: 'The `webhook-id` of every attempt and replay.' }),
  jobId: z.string(),
  logId: z.string().meta({ description: 'The run it tells of; that of a test has never been.' }),
  event: deliveryEvent,
  state: deliveryState,
  status: z.int().meta({ description: 'HTTP status of the last attempt; 0 when there was no response.' }),
  attempts: z.array(attempt).meta({ description: 'The latest 50.' }),
  nextAttemptAt: instant.nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
};

/** A delivery as listings show it. */
export const delivery = z.object(fields).meta({ id: 'WebhookDelivery' });

/** A delivery with the text that is sent. */
export const deliveryDetail = z
  .object({
    ...fields,
    payload: z.string().nullable().meta({ description: 'The exact text; null before the first attempt.' }),
  })
  .meta({ id: 'WebhookDeliveryDetail' });

/** Which deliveries to list. */
export const deliveryQuery = z.strictObject({
  limit: pageSize,
  cursor: cursor.optional(),
  state: deliveryState.optional(),
  event: deliveryEvent.optional(),
});
