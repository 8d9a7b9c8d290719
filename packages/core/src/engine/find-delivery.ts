import type { Db } from '../db/client.js';
import { selectDelivery, type Delivery } from '../db/queries/delivery-lists.js';
import { parseDeliveryId } from '../domain/ids.js';
import { findWebhook } from './find-webhook.js';

/** A delivery of a user's webhook, by the id that is shown. Another user's, a missing and a malformed one are null. */
export async function findDelivery(
  db: Db,
  { userId, cronJobId, deliveryId }: { userId: string; cronJobId: string; deliveryId: string },
): Promise<Delivery | null> {
  const id = parseDeliveryId(deliveryId);
  const webhook = await findWebhook(db, userId, cronJobId);
  return webhook === null || id === null ? null : selectDelivery(db, webhook.id, id);
}
