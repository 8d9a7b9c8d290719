import type { Db } from '../db/client.js';
import { selectApiKeys, type ApiKey } from '../db/queries/api-keys.js';

/** A user's credentials, oldest first; none of them can be turned back into its token. */
export function listApiKeys(db: Db, userId: string): Promise<ApiKey[]> {
  return selectApiKeys(db, userId);
}
