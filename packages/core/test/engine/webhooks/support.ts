import { asc, eq } from 'drizzle-orm';
import type { Db } from '../../../src/db/client.js';
import { newPrefixedId } from '../../../src/db/ids.js';
import { cronJobs, webhookDeliveries, webhooks } from '../../../src/db/schema/index.js';
import { WEBHOOK_EVENTS } from '../../../src/domain/webhook/events.js';

/** Inserts a webhook that is told of everything, unless `fields` say otherwise; its id. */
export async function seedWebhook(
  db: Db,
  cronJobId: string,
  userId: string,
  fields: Partial<typeof webhooks.$inferInsert> = {},
): Promise<string> {
  const id = newPrefixedId('webhook');
  const events = [...WEBHOOK_EVENTS];
  const endpoint = 'http://example.com/hook';
  // Not sealed: a text from before there were keys.
  const secret = `whsec_${Buffer.alloc(32, id).toString('base64')}`;
  await db.insert(webhooks).values({ id, cronJobId, userId, endpoint, events, secret, ...fields });
  await db.update(cronJobs).set({ hasWebhook: true }).where(eq(cronJobs.id, cronJobId));
  return id;
}

/** Everything that was entered, in order. */
export const deliveriesOf = (db: Db) => db.select().from(webhookDeliveries).orderBy(asc(webhookDeliveries.id));

/** The events that were entered, in order. */
export const eventsOf = async (db: Db) => (await deliveriesOf(db)).map((delivery) => delivery.event);
