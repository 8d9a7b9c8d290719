import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { epochMs, rowsOf } from '../sql.js';
import { quotaDay } from './quota-period.js';

/** Where each resource is counted: how many a user has, what the day saw of them, and the day's most. */
const COLUMNS = {
  cron_job: { count: 'job_count', created: 'jobs_created', deleted: 'jobs_deleted', peak: 'peak_job_count' },
  api_key: {
    count: 'api_key_count',
    created: 'api_keys_created',
    deleted: 'api_keys_deleted',
    peak: 'peak_api_key_count',
  },
} as const;

/** What a plan limits the number and the daily creations and deletions of. */
export type CountedResource = keyof typeof COLUMNS;

function columnsOf(kind: CountedResource) {
  const { count, created, deleted, peak } = COLUMNS[kind];
  return { count: sql.raw(count), created: sql.raw(created), deleted: sql.raw(deleted), peak: sql.raw(peak) };
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
export async function readToday(db: Db, kind: CountedResource, userId: string, timeZone: string): Promise<Today> {
  const { created, deleted } = columnsOf(kind);
  const [row] = await rowsOf<Omit<Today, 'now'> & { now: number }>(
    db,
    sql`SELECT t.day::text AS day, ${epochMs(sql`t.now`)} AS now,
          coalesce(d.${created}, 0) AS created, coalesce(d.${deleted}, 0) AS deleted
        FROM (SELECT statement_timestamp() AS now, ${quotaDay(sql`statement_timestamp()`, timeZone)} AS day) t
        LEFT JOIN usage_days d ON d.user_id = ${userId} AND d.day = t.day`,
  );
  if (row === undefined) throw new Error('Postgres gave no answer when asked for the day');
  return { ...row, now: new Date(row.now) };
}

/**
 * Books creations against the user's limit and day.
 * @returns false when the limit has no room for them; nothing is booked then.
 */
export async function bookCreated(
  db: Db,
  kind: CountedResource,
  booking: { userId: string; day: string; count: number; limit: number | null },
): Promise<boolean> {
  const { userId, day, count: added, limit } = booking;
  const { count, created, peak } = columnsOf(kind);
  const rows = await rowsOf(
    db,
    sql`WITH booked AS (
          UPDATE users SET ${count} = ${count} + ${added}
          WHERE id = ${userId} AND (${limit}::int IS NULL OR ${count} + ${added} <= ${limit}::int) RETURNING id, ${count}
        )
        INSERT INTO usage_days AS d (user_id, day, ${created}, ${peak})
        SELECT id, ${day}::date, ${added}::int, ${count} FROM booked
        ON CONFLICT (user_id, day) DO UPDATE SET ${created} = d.${created} + excluded.${created},
          ${peak} = greatest(d.${peak}, excluded.${peak})
        RETURNING user_id`,
  );
  return rows.length > 0;
}

/**
 * Books one deletion: the user has one less, and a deletion more on the current day of the zone. What there was until now
 * may be the day's peak: the count of a day that begins with deletions is nowhere else.
 */
export async function bookDeleted(db: Db, kind: CountedResource, userId: string, timeZone: string): Promise<void> {
  const { count, deleted, peak } = columnsOf(kind);
  await db.execute(
    sql`WITH booked AS (UPDATE users SET ${count} = ${count} - 1 WHERE id = ${userId} RETURNING id, ${count} + 1 AS before)
        INSERT INTO usage_days AS d (user_id, day, ${deleted}, ${peak})
        SELECT id, ${quotaDay(sql`statement_timestamp()`, timeZone)}, 1, before FROM booked
        ON CONFLICT (user_id, day) DO UPDATE SET ${deleted} = d.${deleted} + 1,
          ${peak} = greatest(d.${peak}, excluded.${peak})`,
  );
}
