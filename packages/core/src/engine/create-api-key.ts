import type { Db } from '../db/client.js';
import { newPrefixedId } from '../db/ids.js';
import { insertApiKey, type ApiKey } from '../db/queries/api-keys.js';
import { insertHistory, lockAccount } from '../db/queries/quota-jobs.js';
import type { Scope } from '../domain/api-key/scopes.js';
import { hashToken, newToken } from './api-token.js';

export type CreateApiKeyOutcome =
  | /** The token is nowhere else: who loses it needs a new key. */ { kind: 'created'; apiKey: ApiKey; token: string }
  | { kind: 'no_such_user' };

export interface NewApiKey {
  userId: string;
  name: string;
  scopes: readonly Scope[];
  /** Null never expires. */
  expiresAt: Date | null;
}

/** Gives a user a new credential. */
export function createApiKey(db: Db, input: NewApiKey): Promise<CreateApiKeyOutcome> {
  const token = newToken();
  return db.transaction(async (tx) => {
    if ((await lockAccount(tx, input.userId)) === null) return { kind: 'no_such_user' };
    const id = newPrefixedId('key');
    const apiKey = await insertApiKey(tx, { ...input, id, scopes: [...input.scopes], tokenHash: hashToken(token) });
    await insertHistory(tx, { userId: input.userId, kind: 'api_key', action: 'created', resourceIds: [id] });
    return { kind: 'created', apiKey, token };
  });
}
