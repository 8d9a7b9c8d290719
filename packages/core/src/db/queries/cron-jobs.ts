import { and, arrayContains, desc, eq, gt, ilike, lt, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../client.js';
import { cronJobs } from '../schema/index.js';
import { rowsOf } from '../sql.js';

export type CronJob = typeof cronJobs.$inferSelect;
export type NewCronJob = typeof cronJobs.$inferInsert;

/** Which cron jobs of a user to list, newest first. */
export interface CronJobFilter {
  userId: string;
  limit: number;
  /** Only jobs older than the one with this id. */
  beforeId?: string | undefined;
  /** Only jobs that have failed at their last run, most failures in a row first; false: only those that have not. */
  failing?: boolean | undefined;
  /** Where a list of failing jobs goes on: after the one with `beforeId`, which had so many failures. */
  beforeFailures?: number | undefined;
  /** A part of the name; case does not matter. */
  search?: string | undefined;
  tag?: string | undefined;
  enabled?: boolean | undefined;
}

/** Ids are time-ordered, so their order is the order of creation, and it is the one the index has. */
export function selectCronJobs(db: Db, filter: CronJobFilter): Promise<CronJob[]> {
  const { userId, search, tag, enabled, failing } = filter;
  return db
    .select()
    .from(cronJobs)
    .where(
      and(
        eq(cronJobs.userId, userId),
        isBefore(filter),
        failing === undefined
          ? undefined
          : failing
            ? gt(cronJobs.consecutiveFailures, 0)
            : eq(cronJobs.consecutiveFailures, 0),
        search === undefined ? undefined : ilike(cronJobs.name, `%${search.replace(/[\\%_]/g, '\\$&')}%`),
        tag === undefined ? undefined : arrayContains(cronJobs.tags, [tag]),
        enabled === undefined ? undefined : eq(cronJobs.enabled, enabled),
      ),
    )
    .orderBy(...(failing === true ? [desc(cronJobs.consecutiveFailures)] : []), desc(cronJobs.id))
    .limit(filter.limit);
}

function isBefore({ failing, beforeFailures, beforeId }: CronJobFilter): SQL | undefined {
  if (beforeId === undefined) return undefined;
  if (failing !== true) return lt(cronJobs.id, beforeId);
  return sql`(${cronJobs.consecutiveFailures}, ${cronJobs.id}) < (${beforeFailures ?? 0}::int, ${beforeId}::uuid)`;
}

/** A tag and how many cron jobs have it. */
export interface TagCount {
  tag: string;
  jobs: number;
}

/** The tags of a user's cron jobs, in order. */
export function selectCronJobTags(db: Db, userId: string): Promise<TagCount[]> {
  return rowsOf<TagCount>(
    db,
    sql`SELECT tag, count(*)::float8 AS jobs FROM cron_jobs CROSS JOIN LATERAL (SELECT DISTINCT unnest(tags) AS tag) AS t
        WHERE user_id = ${userId} GROUP BY tag ORDER BY tag`,
  );
}

const isOf = (userId: string, id: string) => and(eq(cronJobs.id, id), eq(cronJobs.userId, userId));

/** A user's cron job; null when there is none with this id, or it is another user's. */
export async function selectCronJob(db: Db, userId: string, id: string): Promise<CronJob | null> {
  const [row] = await db.select().from(cronJobs).where(isOf(userId, id));
  return row ?? null;
}

/** As `selectCronJob`, and locks the row: a claim of its next firing waits or has happened. */
export async function lockCronJob(db: Db, userId: string, id: string): Promise<CronJob | null> {
  const [row] = await db.select().from(cronJobs).where(isOf(userId, id)).for('no key update');
  return row ?? null;
}

/** A cron job as it is made: nothing has run yet. */
export type FreshCronJob = Omit<
  CronJob,
  'lastRunAt' | 'lastStatus' | 'consecutiveFailures' | 'runCount' | 'hasWebhook'
>;

/**
 * Adds cron jobs. All rows travel as one JSON text: a parameter for each column of each row took the query builder
 * longer than Postgres the insertion.
 */
export async function insertCronJobs(db: Db, rows: readonly FreshCronJob[]): Promise<CronJob[]> {
  await db.execute(
    sql`INSERT INTO cron_jobs (id, user_id, name, url, method, schedule, timezone, enabled, headers, body, timeout_ms,
          dst_gap, dst_fold, tags, target, policy, next_run_at, created_at, updated_at)
        SELECT id, "userId", name, url, method, schedule, timezone, enabled, headers, body, "timeoutMs",
          "dstGap", "dstFold", tags, target, policy, "nextRunAt", "createdAt", "updatedAt"
        FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id uuid, "userId" text, name text, url text,
          method text, schedule text, timezone text, enabled boolean, headers jsonb, body text, "timeoutMs" int,
          "dstGap" text, "dstFold" text, tags text[], target json, policy jsonb, "nextRunAt" timestamptz, "createdAt" timestamptz,
          "updatedAt" timestamptz)`,
  );
  return rows.map((row) => ({
    ...row,
    hasWebhook: false,
    lastRunAt: null,
    lastStatus: null,
    consecutiveFailures: 0,
    runCount: 0,
  }));
}

/** Writes the changed columns of a cron job that this transaction has locked. */
export async function updateCronJobRow(db: Db, id: string, changes: Partial<NewCronJob>): Promise<CronJob> {
  const [row] = await db.update(cronJobs).set(changes).where(eq(cronJobs.id, id)).returning();
  if (row === undefined) throw new Error('A locked cron job has gone');
  return row;
}

/** Removes a cron job and gives what it was; null when the user has none with this id. Its ledger rows stay. */
export async function deleteCronJobRow(db: Db, userId: string, id: string): Promise<CronJob | null> {
  const [row] = await db.delete(cronJobs).where(isOf(userId, id)).returning();
  return row ?? null;
}

/** How many of a user's cron jobs are enabled. */
export function countEnabledCronJobs(db: Db, userId: string): Promise<number> {
  return db.$count(cronJobs, and(eq(cronJobs.userId, userId), eq(cronJobs.enabled, true)));
}

/** Tells the schedulers, when this transaction commits, that something is due at an instant they may be sleeping past. */
export async function notifyDue(db: Db, at: Date): Promise<void> {
  await db.execute(sql`SELECT pg_notify('carillon_due', ${at.toISOString()})`);
}
