import type { Db } from '../db/client.js';
import { readClock } from '../db/queries/clock.js';
import { lockWebhook, updateWebhookRow, type Webhook } from '../db/queries/webhooks.js';
import type { Actor } from '../domain/audit/actor.js';
import { isCronJobId } from '../domain/ids.js';
import { webhookSecretPlace } from '../domain/webhook/places.js';
import type { Keyring } from '../secrets/keyring.js';
import { auditWebhook } from './webhook-audit.js';
import { newWebhookSecret } from './webhook-secret.js';

/**
 * Gives a webhook a new secret, told this once. The one before signs as well for `graceSeconds`; the one before that is
 * forgotten at once, so that no more than two ever live.
 */
export async function rotateWebhookSecret(
  db: Db,
  { keyring }: { keyring: Keyring },
  input: { userId: string; cronJobId: string; graceSeconds: number; actor: Actor },
): Promise<{ kind: 'rotated'; webhook: Webhook; secret: string } | { kind: 'not_found' }> {
  const { userId, cronJobId, graceSeconds, actor } = input;
  if (!isCronJobId(cronJobId)) return { kind: 'not_found' };
  return db.transaction(async (tx) => {
    const before = await lockWebhook(tx, userId, cronJobId);
    if (before === null) return { kind: 'not_found' };
    const now = await readClock(tx);
    const secret = newWebhookSecret();
    const webhook = await updateWebhookRow(tx, before.id, {
      secret: keyring.seal(secret, webhookSecretPlace(before)),
      previousSecret: graceSeconds === 0 ? null : before.secret,
      previousSecretUntil: graceSeconds === 0 ? null : new Date(now.getTime() + graceSeconds * 1_000),
      updatedAt: now,
    });
    const details = { jobId: cronJobId, graceSeconds };
    await auditWebhook(tx, webhook, actor, [{ action: 'webhook.secret_rotated', details }]);
    return { kind: 'rotated', webhook, secret };
  });
}
