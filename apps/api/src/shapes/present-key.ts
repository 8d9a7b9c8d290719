import type { ApiKey } from '@carillon/core/db/queries/api-keys';
import { isScope } from '@carillon/core/domain/api-key/scopes';
import type { z } from 'zod';
import type { key } from '../schemas/key.js';

/** Hex digits shown of a hash: enough to tell ten keys apart, and nothing that opens anything. */
const SHOWN_DIGITS = 12;

/** Shapes an API key for an answer. */
export function presentKey(row: ApiKey): z.input<typeof key> {
  const { id, name, tokenHash, scopes, tenantIds, enabled, expiresAt, lastUsedAt, createdAt, userId } = row;
  return {
    id,
    name,
    keyHash: tokenHash.toString('hex').slice(0, SHOWN_DIGITS),
    scopes: scopes.filter(isScope),
    tenantIds,
    enabled,
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsed: lastUsedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    userId,
  };
}
