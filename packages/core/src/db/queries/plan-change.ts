import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { apiKeys, cronJobs, plans, usageMonths, users } from '../schema/index.js';
import { quotaMonth } from './quota-period.js';
import type { PlanRow } from './users.js';

/** The plan a user is on and the runs of the current month; null when there is no such user. */
export async function selectPlanHolder(
  db: Db,
  userId: string,
  timeZone: string,
): Promise<{ plan: PlanRow; runsThisMonth: number } | null> {
  const thisMonth = eq(usageMonths.month, quotaMonth(sql`statement_timestamp()`, timeZone));
  const [row] = await db
    .select({ plan: plans, runsThisMonth: sql<number>`coalesce(${usageMonths.executions}, 0)` })
    .from(users)
    .innerJoin(plans, eq(plans.name, users.plan))
    .leftJoin(usageMonths, and(eq(usageMonths.userId, users.id), thisMonth))
    .where(eq(users.id, userId));
  return row ?? null;
}

/** The different schedules of a user's enabled cron jobs. */
export async function selectEnabledSchedules(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ schedule: cronJobs.schedule })
    .from(cronJobs)
    .where(and(eq(cronJobs.userId, userId), eq(cronJobs.enabled, true)));
  return rows.map((row) => row.schedule);
}

/** What of a cron job a plan decides about. */
export type PlannedJob = Pick<typeof cronJobs.$inferSelect, 'id' | 'name' | 'schedule' | 'enabled' | 'timeoutMs'>;

/** All cron jobs of a user, oldest first. Locked on demand, in the order in which outcomes lock them too. */
export function selectPlannedJobs(db: Db, userId: string, { lock }: { lock: boolean }): Promise<PlannedJob[]> {
  const { id, name, schedule, enabled, timeoutMs } = cronJobs;
  const query = db
    .select({ id, name, schedule, enabled, timeoutMs })
    .from(cronJobs)
    .where(eq(cronJobs.userId, userId))
    .orderBy(asc(id));
  return lock ? query.for('no key update') : query;
}

/** Puts a user on a plan; the user's row is locked by this transaction. */
export async function setPlanOfUser(db: Db, userId: string, plan: string): Promise<void> {
  await db.update(users).set({ plan }).where(eq(users.id, userId));
}

/** Disables cron jobs that this transaction has locked; they are not due any more. */
export async function disableCronJobs(db: Db, ids: readonly string[]): Promise<void> {
  await db
    .update(cronJobs)
    .set({ enabled: false, nextRunAt: null, updatedAt: sql`clock_timestamp()` })
    .where(isOneOf(ids));
}

/** Gives cron jobs that this transaction has locked another timeout. */
export async function setTimeouts(db: Db, ids: readonly string[], timeoutMs: number): Promise<void> {
  await db
    .update(cronJobs)
    .set({ timeoutMs, updatedAt: sql`clock_timestamp()` })
    .where(isOneOf(ids));
}

/** Disables API keys. */
export async function disableApiKeys(db: Db, ids: readonly string[]): Promise<void> {
  await db
    .update(apiKeys)
    .set({ enabled: false })
    .where(inArray(apiKeys.id, [...ids]));
}

/** As one parameter: there may be more of them than a statement takes parameters. */
const isOneOf = (ids: readonly string[]) => sql`${cronJobs.id} = ANY(${sql.param(ids)}::uuid[])`;
