import type { Db } from '../db/client.js';
import { selectWebhooks, type Webhook, type WebhookFilter } from '../db/queries/webhooks.js';
import { toPage, type Page } from './page.js';

/** A page of a user's webhooks, newest first. */
export async function listWebhooks(db: Db, filter: WebhookFilter): Promise<Page<Webhook>> {
  return toPage(await selectWebhooks(db, { ...filter, limit: filter.limit + 1 }), filter.limit);
}
