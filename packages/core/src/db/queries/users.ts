import { asc, eq } from 'drizzle-orm';
import type { Db } from '../client.js';
import { plans, users } from '../schema/index.js';

export type User = typeof users.$inferSelect;
export type PlanRow = typeof plans.$inferSelect;

/** Adds a user; null when the e-mail address is taken. */
export async function insertUser(db: Db, user: Pick<User, 'id' | 'name' | 'email' | 'plan'>): Promise<User | null> {
  const [row] = await db.insert(users).values(user).onConflictDoNothing({ target: users.email }).returning();
  return row ?? null;
}

/** All users, oldest first. */
export function selectUsers(db: Db): Promise<User[]> {
  return db.select().from(users).orderBy(asc(users.createdAt), asc(users.id));
}

/** A plan by its name. */
export async function selectPlan(db: Db, name: string): Promise<PlanRow | null> {
  const [row] = await db.select().from(plans).where(eq(plans.name, name));
  return row ?? null;
}

/** The plan a user is on; null when there is no such user. */
export async function selectPlanOfUser(db: Db, userId: string): Promise<PlanRow | null> {
  const [row] = await db
    .select({ plan: plans })
    .from(users)
    .innerJoin(plans, eq(plans.name, users.plan))
    .where(eq(users.id, userId));
  return row?.plan ?? null;
}
