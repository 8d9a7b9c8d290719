import type { Db } from '../db/client.js';
import { newPrefixedId } from '../db/ids.js';
import { lockCronJob } from '../db/queries/cron-jobs.js';
import { insertWebhook, setHasWebhook, type Webhook } from '../db/queries/webhooks.js';
import type { Actor } from '../domain/audit/actor.js';
import { noteWebhookCreated } from '../domain/audit/describe-webhook-events.js';
import { isCronJobId } from '../domain/ids.js';
import type { WebhookEvent } from '../domain/webhook/events.js';
import { webhookHeadersOf, webhookSecretPlace } from '../domain/webhook/places.js';
import { sealHeaders } from '../secrets/headers.js';
import type { Keyring } from '../secrets/keyring.js';
import { auditWebhook } from './webhook-audit.js';
import { newWebhookSecret } from './webhook-secret.js';

/** A webhook as its user describes it. */
export interface WebhookDraft {
  endpoint: string;
  headers: Record<string, string> | null;
  events: readonly WebhookEvent[];
  onlyAfterFailures: number;
  enabled: boolean;
}

export type CreateWebhookOutcome =
  /** The secret is told this once. */
  { kind: 'created'; webhook: Webhook; secret: string } | { kind: 'exists' } | { kind: 'not_found' };

/**
 * Adds the webhook of a cron job, under the job's lock: what a run that starts from now on comes to is told. Two at once
 * are one webhook and one refusal.
 */
export async function createWebhook(
  db: Db,
  { keyring }: { keyring: Keyring },
  input: { userId: string; cronJobId: string; draft: WebhookDraft; actor: Actor },
): Promise<CreateWebhookOutcome> {
  const { userId, cronJobId, draft, actor } = input;
  if (!isCronJobId(cronJobId)) return { kind: 'not_found' };
  return db.transaction(async (tx) => {
    if ((await lockCronJob(tx, userId, cronJobId)) === null) return { kind: 'not_found' };
    const row = { id: newPrefixedId('webhook'), userId };
    const secret = newWebhookSecret();
    const webhook = await insertWebhook(tx, {
      ...row,
      ...draft,
      cronJobId,
      events: [...draft.events],
      headers: draft.headers && sealHeaders(keyring, webhookHeadersOf(row), draft.headers),
      secret: keyring.seal(secret, webhookSecretPlace(row)),
    });
    if (webhook === null) return { kind: 'exists' };
    await setHasWebhook(tx, cronJobId, true);
    await auditWebhook(tx, webhook, actor, [noteWebhookCreated(webhook)]);
    return { kind: 'created', webhook, secret };
  });
}
