import type { Db } from '../db/client.js';
import { selectApiKey, type ApiKey } from '../db/queries/api-keys.js';
import { isApiKeyId } from '../domain/ids.js';

/** A user's credential. Another user's, a missing one and a malformed id are the same: null. */
export function findApiKey(db: Db, userId: string, keyId: string): Promise<ApiKey | null> {
  return isApiKeyId(keyId) ? selectApiKey(db, userId, keyId) : Promise.resolve(null);
}
