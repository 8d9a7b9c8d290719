import type { Db } from '../db/client.js';
import { selectWebhook, type Webhook } from '../db/queries/webhooks.js';
import { isCronJobId } from '../domain/ids.js';

/** The webhook of a user's cron job. Another user's, a missing one and a malformed id are the same: null. */
export function findWebhook(db: Db, userId: string, cronJobId: string): Promise<Webhook | null> {
  return isCronJobId(cronJobId) ? selectWebhook(db, userId, cronJobId) : Promise.resolve(null);
}
