/** What a webhook may be told of. `disabled`: its cron job failed too often. `recovered`: the first success after failures. */
export const WEBHOOK_EVENTS = ['success', 'failure', 'skipped', 'disabled', 'recovered'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** What a delivery tells: an event, or that somebody tries the webhook out. */
export type DeliveryEvent = WebhookEvent | 'test';
