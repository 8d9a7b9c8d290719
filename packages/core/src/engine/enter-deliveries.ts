import type { Db } from '../db/client.js';
import { insertDeliveries, selectRulingWebhooks } from '../db/queries/enter-deliveries.js';
import { decideEvents, type Occurrence } from '../domain/webhook/decide-events.js';
import { scheduledForOf } from '../domain/ids.js';

/** Something that came true of a cron job, and the run by which it did. */
export type JobOccurrence = Occurrence & { cronJobId: string; runId: string };

/**
 * Enters in the outbox what webhooks are to be told; part of the transaction in which it came true, so that neither is
 * there without the other. What has been entered already is not entered again. Occurrences of cron jobs without a webhook
 * lead to nothing.
 */
export async function enterDeliveries(tx: Db, occurrences: readonly JobOccurrence[]): Promise<void> {
  if (occurrences.length === 0) return;
  const cronJobIds = [...new Set(occurrences.map(({ cronJobId }) => cronJobId))];
  const webhooks = new Map((await selectRulingWebhooks(tx, cronJobIds)).map((webhook) => [webhook.cronJobId, webhook]));
  const deliveries = occurrences.flatMap((occurrence) => {
    const webhook = webhooks.get(occurrence.cronJobId);
    if (webhook === undefined) return [];
    const { runId } = occurrence;
    const told = { webhookId: webhook.id, runId, scheduledFor: scheduledForOf(runId) };
    return decideEvents(occurrence, webhook).map((event) => ({ ...told, event }));
  });
  if (deliveries.length > 0) await insertDeliveries(tx, deliveries);
}
