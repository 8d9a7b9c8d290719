import type { Db } from '../db/client.js';
import { newPrefixedId } from '../db/ids.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { selectPlanNames } from '../db/queries/plans.js';
import { insertUser, selectPlan, type User } from '../db/queries/users.js';
import type { Actor } from '../domain/audit/actor.js';

export type CreateUserOutcome =
  | { kind: 'created'; user: User }
  | { kind: 'email_taken' }
  | { kind: 'unknown_plan'; plan: string; /** Those there are. */ plans: string[] };

export interface NewUser {
  name: string;
  email: string;
  plan: string;
  actor: Actor;
}

/** Adds an account. */
export function createUser(db: Db, input: NewUser): Promise<CreateUserOutcome> {
  return db.transaction((tx) => enterUser(tx, input));
}

/** As `createUser`, as a part of a larger transaction. Any outcome but `created` has written nothing. */
export async function enterUser(tx: Db, input: NewUser): Promise<CreateUserOutcome> {
  const { name, email, plan, actor } = input;
  if ((await selectPlan(tx, plan)) === null) return { kind: 'unknown_plan', plan, plans: await selectPlanNames(tx) };
  const user = await insertUser(tx, { id: newPrefixedId('user'), name, email, plan });
  if (user === null) return { kind: 'email_taken' };
  // Without the address: events are never deleted, and an account may be.
  const details = { name, plan };
  await insertAuditEvents(tx, [{ userId: user.id, actor, action: 'user.created', resourceId: user.id, details }]);
  return { kind: 'created', user };
}
