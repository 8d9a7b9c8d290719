import type { Db } from '../db/client.js';
import { lockCronJob } from '../db/queries/cron-jobs.js';
import { deleteWebhookRow, lockWebhook, setHasWebhook } from '../db/queries/webhooks.js';
import type { Actor } from '../domain/audit/actor.js';
import { isCronJobId } from '../domain/ids.js';
import { auditWebhook } from './webhook-audit.js';

/** Removes the webhook of a cron job, and with it what it was to be told and what it has been. */
export async function deleteWebhook(
  db: Db,
  { userId, cronJobId, actor }: { userId: string; cronJobId: string; actor: Actor },
): Promise<{ kind: 'deleted' } | { kind: 'not_found' }> {
  if (!isCronJobId(cronJobId)) return { kind: 'not_found' };
  return db.transaction(async (tx) => {
    // The cron job before its webhook, as everywhere.
    if ((await lockCronJob(tx, userId, cronJobId)) === null) return { kind: 'not_found' };
    const webhook = await lockWebhook(tx, userId, cronJobId);
    if (webhook === null) return { kind: 'not_found' };
    await deleteWebhookRow(tx, webhook.id);
    await setHasWebhook(tx, cronJobId, false);
    await auditWebhook(tx, webhook, actor, [{ action: 'webhook.deleted', details: { jobId: cronJobId } }]);
    return { kind: 'deleted' };
  });
}
