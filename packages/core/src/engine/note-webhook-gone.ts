import { dbOn, type Queryable } from '../db/client.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';

/** Enters in the audit that a webhook was disabled because its receiver said it has gone. */
export async function noteWebhookGone(
  pg: Queryable,
  { userId, webhookId, cronJobId }: { userId: string; webhookId: string; cronJobId: string },
): Promise<void> {
  const details = { jobId: cronJobId, reason: 'endpoint_gone' };
  const actor = { kind: 'system' } as const;
  await insertAuditEvents(dbOn(pg), [{ userId, actor, action: 'webhook.disabled', resourceId: webhookId, details }]);
}
