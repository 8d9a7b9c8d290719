import type { Db } from '../db/client.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import type { Webhook } from '../db/queries/webhooks.js';
import type { Actor } from '../domain/audit/actor.js';
import type { AuditNote } from '../domain/audit/describe-events.js';

/** Enters what somebody did to a webhook, in the transaction that does it. */
export async function auditWebhook(
  tx: Db,
  { id: resourceId, userId }: Pick<Webhook, 'id' | 'userId'>,
  actor: Actor,
  notes: readonly AuditNote[],
): Promise<void> {
  await insertAuditEvents(
    tx,
    notes.map((note) => ({ userId, actor, resourceId, ...note })),
  );
}
