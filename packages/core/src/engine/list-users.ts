import type { Db } from '../db/client.js';
import { selectUsers, type User } from '../db/queries/users.js';

/** All accounts, oldest first. */
export function listUsers(db: Db): Promise<User[]> {
  return selectUsers(db);
}
