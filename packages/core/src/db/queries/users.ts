import { and, asc, desc, eq, ilike, lt, or } from 'drizzle-orm';
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

/** Which users to list, newest first. */
export interface UserFilter {
  limit: number;
  /** Only users older than the one with this id. */
  beforeId?: string | undefined;
  /** A part of the name or the e-mail address; case does not matter. */
  search?: string | undefined;
}

/** Ids are time-ordered, so their order is the order of creation, and it is the primary key's. */
export function selectUserPage(db: Db, { limit, beforeId, search }: UserFilter): Promise<User[]> {
  const pattern = search === undefined ? undefined : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .select()
    .from(users)
    .where(
      and(
        beforeId === undefined ? undefined : lt(users.id, beforeId),
        pattern === undefined ? undefined : or(ilike(users.name, pattern), ilike(users.email, pattern)),
      ),
    )
    .orderBy(desc(users.id))
    .limit(limit);
}

/** A user by id or e-mail address. */
export async function selectUser(db: Db, idOrEmail: string): Promise<User | null> {
  const [row] = await db
    .select()
    .from(users)
    .where(or(eq(users.id, idOrEmail), eq(users.email, idOrEmail)));
  return row ?? null;
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
