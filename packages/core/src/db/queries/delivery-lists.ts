import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { DeliveryState } from '../../domain/webhook/delivery.js';
import type { DeliveryEvent } from '../../domain/webhook/events.js';
import type { Db } from '../client.js';
import { webhookDeliveries } from '../schema/index.js';
import { rowsOf } from '../sql.js';
import { notifyDispatch } from './webhook-channel.js';

export type Delivery = typeof webhookDeliveries.$inferSelect;

/** Which deliveries of a webhook to list, newest first. */
export interface DeliveryFilter {
  webhookId: string;
  limit: number;
  /** Only deliveries older than the one with this id. */
  beforeId?: string | undefined;
  state?: DeliveryState | undefined;
  event?: DeliveryEvent | undefined;
}

export function selectDeliveries(db: Db, filter: DeliveryFilter): Promise<Delivery[]> {
  const { webhookId, beforeId, state, event } = filter;
  return db
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.webhookId, webhookId),
        beforeId === undefined ? undefined : lt(webhookDeliveries.id, beforeId),
        state === undefined ? undefined : eq(webhookDeliveries.state, state),
        event === undefined ? undefined : eq(webhookDeliveries.event, event),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(filter.limit);
}

/** A delivery of a webhook; null when it has none with this id. */
export async function selectDelivery(db: Db, webhookId: string, id: string): Promise<Delivery | null> {
  const [row] = await db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.webhookId, webhookId)));
  return row ?? null;
}

/** Attempts begin anew; what was tried before stays in the row. */
const REPLAY = sql.raw(`UPDATE webhook_deliveries d SET state = 'pending', attempt = 0, finished_at = NULL,
          attention_at = statement_timestamp()`);

/**
 * Makes an ended delivery pending again, to be sent at once under the same id.
 * @returns false when it has not ended, or is not there.
 */
export async function replayDelivery(db: Db, webhookId: string, id: string): Promise<boolean> {
  const rows = await rowsOf(
    db,
    sql`${REPLAY} WHERE d.id = ${id}::uuid AND d.webhook_id = ${webhookId} AND d.state IN ('dead', 'delivered')
        RETURNING d.id, ${notifyDispatch}`,
  );
  return rows.length > 0;
}

/**
 * Makes up to `limit` dead deliveries of a webhook pending again, oldest first.
 * @returns how many.
 */
export async function replayDeadDeliveries(db: Db, webhookId: string, limit: number): Promise<number> {
  const rows = await rowsOf(
    db,
    sql`${REPLAY} WHERE d.id = ANY(ARRAY(
          SELECT id FROM webhook_deliveries WHERE webhook_id = ${webhookId} AND state = 'dead' ORDER BY id LIMIT ${limit}
          FOR NO KEY UPDATE))
        RETURNING d.id, ${notifyDispatch}`,
  );
  return rows.length;
}

/** How many dead deliveries a webhook has. */
export function countDeadDeliveries(db: Db, webhookId: string): Promise<number> {
  return db.$count(
    webhookDeliveries,
    and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.state, 'dead')),
  );
}
