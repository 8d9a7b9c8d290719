import type { SecretPlace } from '../secret/sealed-text.js';

/** Where a webhook's secrets are kept. */
export interface WebhookRow {
  id: string;
  userId: string;
}

/** Whose headers and which row's, as their values are sealed for. */
export const webhookHeadersOf = ({ id, userId }: WebhookRow): Omit<SecretPlace, 'field'> => ({
  owner: userId,
  record: id,
});

/** The place of its secret, and of the one before: a rotation moves the sealed text from one column to the other. */
export const webhookSecretPlace = (webhook: WebhookRow): SecretPlace => ({
  ...webhookHeadersOf(webhook),
  field: 'webhook.secret',
});
