import type { Db } from '../db/client.js';
import { selectAccount, type Account } from '../db/queries/account.js';

/** The account that a key acts for; null when the key has gone. */
export function findAccount(db: Db, keyId: string): Promise<Account | null> {
  return selectAccount(db, keyId);
}
