import type { Db } from '../db/client.js';
import { newPrefixedId } from '../db/ids.js';
import { insertUser, selectPlan, type User } from '../db/queries/users.js';

export type CreateUserOutcome =
  { kind: 'created'; user: User } | { kind: 'email_taken' } | { kind: 'unknown_plan'; plan: string };

/** Adds an account. */
export async function createUser(
  db: Db,
  input: { name: string; email: string; plan: string },
): Promise<CreateUserOutcome> {
  if ((await selectPlan(db, input.plan)) === null) return { kind: 'unknown_plan', plan: input.plan };
  const user = await insertUser(db, { id: newPrefixedId('user'), ...input });
  return user === null ? { kind: 'email_taken' } : { kind: 'created', user };
}
