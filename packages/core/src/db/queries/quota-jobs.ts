import { sql } from 'drizzle-orm';
import type { Plan } from '../../domain/quota/plan.js';
import type { Db } from '../client.js';
import { arrayOf, epochMs, rowsOf } from '../sql.js';
import { quotaDay } from './quota-period.js';

/** A user's plan and number of cron jobs. */
export interface Account extends Plan {
  jobCount: number;
}

/**
 * Locks a user's row and reads what limits are held against. Everything that counts on these figures comes after it in
 * the same transaction, so creations of one user follow one another and their sums are exact. The plan is a subquery
 * and not a join: after a wait for whoever changed the user's plan, a join would still hold the old plan's row, find
 * that it does not fit any more, and give no row at all.
 * @returns null when there is no such user.
 */
export async function lockAccount(db: Db, userId: string): Promise<Account | null> {
  const [row] = await rowsOf<{ plan: Plan; jobCount: number }>(
    db,
    sql`SELECT u.job_count AS "jobCount",
          (SELECT jsonb_build_object('name', p.name, 'maxJobs', p.max_jobs,
             'minIntervalSeconds', p.min_interval_seconds, 'maxTimeoutMs', p.max_timeout_ms)
           FROM plans p WHERE p.name = u.plan) AS plan
        FROM users u WHERE u.id = ${userId} FOR NO KEY UPDATE OF u`,
  );
  return row === undefined ? null : { ...row.plan, jobCount: row.jobCount };
}

/** The day a quota counts by, and what the user did on it. */
export interface Today {
  /** `YYYY-MM-DD` in QUOTA_TIMEZONE. */
  day: string;
  /** The Postgres clock. */
  now: Date;
  created: number;
  deleted: number;
}

/**
 * Reads the current day of a user. A statement of its own: beside the lock it would be read from the snapshot taken
 * before the wait for the lock, and miss what the holder wrote.
 */
export async function readToday(db: Db, userId: string, timeZone: string): Promise<Today> {
  const [row] = await rowsOf<Omit<Today, 'now'> & { now: number }>(
    db,
    sql`SELECT t.day::text AS day, ${epochMs(sql`t.now`)} AS now,
          coalesce(d.jobs_created, 0) AS created, coalesce(d.jobs_deleted, 0) AS deleted
        FROM (SELECT statement_timestamp() AS now, ${quotaDay(sql`statement_timestamp()`, timeZone)} AS day) t
        LEFT JOIN usage_days d ON d.user_id = ${userId} AND d.day = t.day`,
  );
  if (row === undefined) throw new Error('Postgres gave no answer when asked for the day');
  return { ...row, now: new Date(row.now) };
}

/**
 * Books cron jobs against the user's limit and day.
 * @returns false when the limit has no room for them; nothing is booked then.
 */
export async function bookCreatedJobs(
  db: Db,
  booking: { userId: string; day: string; count: number; limit: number | null },
): Promise<boolean> {
  const { userId, day, count, limit } = booking;
  const rows = await rowsOf(
    db,
    sql`WITH booked AS (
          UPDATE users SET job_count = job_count + ${count}
          WHERE id = ${userId} AND (${limit}::int IS NULL OR job_count + ${count} <= ${limit}::int) RETURNING id, job_count
        )
        INSERT INTO usage_days AS d (user_id, day, jobs_created, peak_job_count)
        SELECT id, ${day}::date, ${count}::int, job_count FROM booked
        ON CONFLICT (user_id, day) DO UPDATE SET jobs_created = d.jobs_created + excluded.jobs_created,
          peak_job_count = greatest(d.peak_job_count, excluded.peak_job_count)
        RETURNING user_id`,
  );
  return rows.length > 0;
}

/**
 * Books one deletion: the user has a cron job less, and a deletion more on the current day of the zone. What there was
 * until now may be the day's peak: the count of a day that begins with deletions is nowhere else.
 */
export async function bookDeletedJob(db: Db, userId: string, timeZone: string): Promise<void> {
  await db.execute(
    sql`WITH booked AS (UPDATE users SET job_count = job_count - 1 WHERE id = ${userId} RETURNING id, job_count + 1 AS before)
        INSERT INTO usage_days AS d (user_id, day, jobs_deleted, peak_job_count)
        SELECT id, ${quotaDay(sql`statement_timestamp()`, timeZone)}, 1, before FROM booked
        ON CONFLICT (user_id, day) DO UPDATE SET jobs_deleted = d.jobs_deleted + 1,
          peak_job_count = greatest(d.peak_job_count, excluded.peak_job_count)`,
  );
}

/** What happened to which resources of a user. */
export interface HistoryEntry {
  userId: string;
  kind: 'cron_job' | 'api_key';
  action: 'created' | 'deleted';
  resourceIds: readonly string[];
}

/** Enters creations or deletions in the history that outlives the resources. */
export async function insertHistory(db: Db, entry: HistoryEntry): Promise<void> {
  await db.execute(
    sql`INSERT INTO resource_history (resource_id, action, kind, user_id)
        SELECT id, ${entry.action}, ${entry.kind}, ${entry.userId} FROM unnest(${arrayOf(entry.resourceIds)}::text[]) AS r(id)`,
  );
}
