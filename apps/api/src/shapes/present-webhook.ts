import type { Webhook } from '@carillon/core/db/queries/webhooks';
import { maskHeaders } from '@carillon/core/domain/secret/mask';
import { webhookHeadersOf } from '@carillon/core/domain/webhook/places';
import type { Principal } from '@carillon/core/engine/authenticate-api-key';
import { showHeaders } from '@carillon/core/secrets/headers';
import type { Keyring } from '@carillon/core/secrets/keyring';
import type { z } from 'zod';
import type { webhook } from '../schemas/webhook.js';

/** Shapes a webhook for an answer. Header values are shown only to those who could set them, the secret to nobody. */
export function presentWebhook(row: Webhook, principal: Principal, keyring: Keyring): z.input<typeof webhook> {
  const { id, cronJobId, endpoint, headers, events, onlyAfterFailures, enabled, previousSecretUntil } = row;
  const shown = (sealed: Record<string, string>) =>
    principal.scopes.has('write:logs') ? showHeaders(keyring, webhookHeadersOf(row), sealed) : maskHeaders(sealed);
  return {
    id,
    jobId: cronJobId,
    endpoint,
    headers: headers && shown(headers),
    events,
    onlyAfterFailures,
    enabled,
    disabledReason: row.disabledReason === null ? null : 'endpoint_gone',
    previousSecretUntil: previousSecretUntil?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
