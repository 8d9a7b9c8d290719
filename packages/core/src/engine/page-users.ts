import type { Db } from '../db/client.js';
import { selectUserPage, type User, type UserFilter } from '../db/queries/users.js';
import { toPage, type Page } from './page.js';

/** A page of the accounts, newest first. */
export async function pageUsers(db: Db, filter: UserFilter): Promise<Page<User>> {
  return toPage(await selectUserPage(db, { ...filter, limit: filter.limit + 1 }), filter.limit);
}
