import type { Db } from '../db/client.js';
import { newRunId } from '../db/ids.js';
import { readClock } from '../db/queries/clock.js';
import { selectDelivery, type Delivery } from '../db/queries/delivery-lists.js';
import { insertDeliveries } from '../db/queries/enter-deliveries.js';
import { findWebhook } from './find-webhook.js';

export type TestWebhookOutcome = { kind: 'entered'; delivery: Delivery } | { kind: 'disabled' } | { kind: 'not_found' };

/**
 * Enters a delivery that tells of nothing, so that a user sees whether the webhook works: it goes the way of all others.
 * The run that it names has never been.
 */
export async function testWebhook(
  db: Db,
  { userId, cronJobId }: { userId: string; cronJobId: string },
): Promise<TestWebhookOutcome> {
  const webhook = await findWebhook(db, userId, cronJobId);
  if (webhook === null) return { kind: 'not_found' };
  if (!webhook.enabled) return { kind: 'disabled' };
  const now = await readClock(db);
  const told = { webhookId: webhook.id, runId: newRunId(now), scheduledFor: now, event: 'test' } as const;
  const [id] = await insertDeliveries(db, [told]);
  const delivery = id === undefined ? null : await selectDelivery(db, webhook.id, id);
  // Deleted in between.
  return delivery === null ? { kind: 'not_found' } : { kind: 'entered', delivery };
}
