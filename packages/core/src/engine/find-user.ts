import type { Db } from '../db/client.js';
import { selectUser, type User } from '../db/queries/users.js';

/** The account with this id or e-mail address; null when there is none. */
export function findUser(db: Db, idOrEmail: string): Promise<User | null> {
  return selectUser(db, idOrEmail);
}
