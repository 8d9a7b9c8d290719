import { webhookHeadersOf, webhookSecretPlace } from '../domain/webhook/places.js';
import { openHeaders } from '../secrets/headers.js';
import type { Keyring } from '../secrets/keyring.js';

/** A webhook's secrets as they are kept, and of which row. */
export interface SealedWebhook {
  id: string;
  userId: string;
  secret: string;
  previousSecret: string | null;
  headers: Record<string, string> | null;
}

/** What a delivery is signed and sent with. */
export type OpenWebhook = Omit<SealedWebhook, 'id' | 'userId' | 'headers'> & { headers: Record<string, string> };

/** Opens a webhook's secrets for a delivery; null when one of them cannot be opened. */
export function openWebhookSecrets(keyring: Keyring, webhook: SealedWebhook): OpenWebhook | null {
  const place = webhookSecretPlace(webhook);
  const secret = keyring.open(webhook.secret, place);
  const previousSecret = webhook.previousSecret && keyring.open(webhook.previousSecret, place);
  const headers = openHeaders(keyring, webhookHeadersOf(webhook), webhook.headers ?? {});
  if (secret === null || headers === null || (webhook.previousSecret !== null && previousSecret === null)) return null;
  return { secret, previousSecret, headers };
}
