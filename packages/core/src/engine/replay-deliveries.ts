import type { Db } from '../db/client.js';
import {
  countDeadDeliveries,
  replayDeadDeliveries,
  replayDelivery as replayRow,
  selectDelivery,
  type Delivery,
} from '../db/queries/delivery-lists.js';
import { parseDeliveryId } from '../domain/ids.js';
import { MAX_REPLAYED } from '../domain/webhook/limits.js';
import { findWebhook } from './find-webhook.js';

export type ReplayDeliveryOutcome =
  | { kind: 'replayed'; delivery: Delivery }
  /** It is pending or under way. */
  | { kind: 'not_ended' }
  | { kind: 'disabled' }
  | { kind: 'not_found' };

/** Sends an ended delivery again: the same text under the same id, with all its attempts before it. */
export async function replayDelivery(
  db: Db,
  { userId, cronJobId, deliveryId }: { userId: string; cronJobId: string; deliveryId: string },
): Promise<ReplayDeliveryOutcome> {
  const id = parseDeliveryId(deliveryId);
  const webhook = await findWebhook(db, userId, cronJobId);
  if (webhook === null || id === null) return { kind: 'not_found' };
  if ((await selectDelivery(db, webhook.id, id)) === null) return { kind: 'not_found' };
  if (!webhook.enabled) return { kind: 'disabled' };
  if (!(await replayRow(db, webhook.id, id))) return { kind: 'not_ended' };
  const delivery = await selectDelivery(db, webhook.id, id);
  return delivery === null ? { kind: 'not_found' } : { kind: 'replayed', delivery };
}

export type ReplayDeadOutcome =
  /** `left` are still dead: ask again. */
  { kind: 'replayed'; count: number; left: number } | { kind: 'disabled' } | { kind: 'not_found' };

/** Sends dead deliveries of a webhook again, oldest first, at most so many at once. */
export async function replayDead(
  db: Db,
  { userId, cronJobId }: { userId: string; cronJobId: string },
): Promise<ReplayDeadOutcome> {
  const webhook = await findWebhook(db, userId, cronJobId);
  if (webhook === null) return { kind: 'not_found' };
  if (!webhook.enabled) return { kind: 'disabled' };
  const count = await replayDeadDeliveries(db, webhook.id, MAX_REPLAYED);
  return { kind: 'replayed', count, left: await countDeadDeliveries(db, webhook.id) };
}
