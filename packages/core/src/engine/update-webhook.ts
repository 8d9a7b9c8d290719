import type { Db } from '../db/client.js';
import { readClock } from '../db/queries/clock.js';
import { hurryDeliveries, lockWebhook, updateWebhookRow, type Webhook } from '../db/queries/webhooks.js';
import type { Actor } from '../domain/audit/actor.js';
import { noteWebhookChanged } from '../domain/audit/describe-webhook-events.js';
import { isCronJobId } from '../domain/ids.js';
import { webhookHeadersOf } from '../domain/webhook/places.js';
import type { Keyring } from '../secrets/keyring.js';
import type { WebhookDraft } from './create-webhook.js';
import { settleHeaders, type HeadersRefusal } from './settle-headers.js';
import { auditWebhook } from './webhook-audit.js';

/** The fields to change; the others stay. */
export type WebhookChanges = { [K in keyof WebhookDraft]?: WebhookDraft[K] | undefined };

export type UpdateWebhookOutcome = { kind: 'updated'; webhook: Webhook } | { kind: 'not_found' } | HeadersRefusal;

/**
 * Changes a webhook. Deliveries under way go to where they were sent; the next attempts go to the new endpoint. One that
 * is enabled again is told at once what has waited for it.
 */
export async function updateWebhook(
  db: Db,
  { keyring }: { keyring: Keyring },
  input: { userId: string; cronJobId: string; changes: WebhookChanges; actor: Actor },
): Promise<UpdateWebhookOutcome> {
  const { userId, cronJobId, actor } = input;
  if (!isCronJobId(cronJobId)) return { kind: 'not_found' };
  return db.transaction(async (tx) => {
    const before = await lockWebhook(tx, userId, cronJobId);
    if (before === null) return { kind: 'not_found' };
    const settled = settle(keyring, before, input.changes);
    if (settled.kind !== 'settled') return settled;
    const { changes } = settled;
    // Whoever says that it is enabled has seen to the reason.
    const reason = changes.enabled === undefined ? {} : { disabledReason: null };
    const webhook = await updateWebhookRow(tx, before.id, { ...changes, ...reason, updatedAt: await readClock(tx) });
    if (webhook.enabled && !before.enabled) await hurryDeliveries(tx, webhook.id);
    await auditWebhook(tx, webhook, actor, noteWebhookChanged(before, webhook));
    return { kind: 'updated', webhook };
  });
}

type Settled = { kind: 'settled'; changes: Partial<Webhook> } | HeadersRefusal;

function settle(keyring: Keyring, before: Webhook, sent: WebhookChanges): Settled {
  const { headers, events, ...same } = definedOnly(sent);
  const changes: Partial<Webhook> = { ...same, ...(events && { events: [...events] }) };
  if (headers === undefined) return { kind: 'settled', changes };
  if (headers === null) return { kind: 'settled', changes: { ...changes, headers } };
  const settled = settleHeaders(keyring, webhookHeadersOf(before), { stored: before.headers, sent: headers });
  if (settled.kind !== 'settled') return settled;
  return { kind: 'settled', changes: { ...changes, headers: settled.headers } };
}

function definedOnly(changes: WebhookChanges): Partial<WebhookDraft> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
