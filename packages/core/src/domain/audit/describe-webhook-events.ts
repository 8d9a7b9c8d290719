import type { WebhookEvent } from '../webhook/events.js';
import { describeChange, type Shown } from './describe-change.js';
import type { AuditNote } from './describe-events.js';

/** What an audit event looks at. Of the endpoint only the origin is told: paths and queries hold credentials. */
interface AuditedWebhook {
  cronJobId: string;
  endpoint: string;
  headers: Record<string, string> | null;
  events: readonly WebhookEvent[];
  onlyAfterFailures: number;
  enabled: boolean;
}

const SHOWN: Shown<AuditedWebhook> = {
  endpoint: (endpoint) => new URL(endpoint).origin,
  events: (events) => events,
  onlyAfterFailures: (failures) => failures,
};

/** The event of a new webhook. */
export function noteWebhookCreated(webhook: AuditedWebhook): AuditNote {
  const { cronJobId: jobId, endpoint, events, onlyAfterFailures, enabled } = webhook;
  const details = { jobId, endpoint: new URL(endpoint).origin, events, onlyAfterFailures, enabled };
  return { action: 'webhook.created', details };
}

/** The events of a changed webhook, none when nothing is different. */
export function noteWebhookChanged(before: AuditedWebhook, after: AuditedWebhook): AuditNote[] {
  const { cronJobId: jobId, enabled } = after;
  const change = describeChange(before, after, ['endpoint', 'headers', 'events', 'onlyAfterFailures'], SHOWN);
  const updated = { action: 'webhook.updated', details: { jobId, ...change } };
  const switched = { action: `webhook.${enabled ? 'enabled' : 'disabled'}`, details: { jobId } };
  return [...(change.fields.length > 0 ? [updated] : []), ...(before.enabled === enabled ? [] : [switched])];
}
