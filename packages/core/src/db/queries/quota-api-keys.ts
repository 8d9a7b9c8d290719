import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { epochMs, rowsOf } from '../sql.js';
import { quotaDay } from './quota-period.js';

/**
 * Locks a user's row and reads how many API keys there are. Every change to a user's keys begins with it, so they follow
 * one another: sums are exact, and what is read after it stays true.
 * @returns null when there is no such user.
 */
export async function lockKeyAccount(db: Db, userId: string): Promise<number | null> {
  const [row] = await rowsOf<{ count: number }>(
    db,
    sql`SELECT api_key_count AS count FROM users WHERE id = ${userId} FOR NO KEY UPDATE`,
  );
  return row?.count ?? null;
}

/** The day that key activity counts by, and what the user did on it. */
export interface KeyDay {
  /** `YYYY-MM-DD` in QUOTA_TIMEZONE. */
  day: string;
  /** The Postgres clock. */
  now: Date;
  created: number;
  deleted: number;
}

/** Reads the current day of a user; a statement of its own, after the lock, as `readToday` is. */
export async function readKeyDay(db: Db, userId: string, timeZone: string): Promise<KeyDay> {
  const [row] = await rowsOf<Omit<KeyDay, 'now'> & { now: number }>(
    db,
    sql`SELECT t.day::text AS day, ${epochMs(sql`t.now`)} AS now,
          coalesce(d.api_keys_created, 0) AS created, coalesce(d.api_keys_deleted, 0) AS deleted
        FROM (SELECT statement_timestamp() AS now, ${quotaDay(sql`statement_timestamp()`, timeZone)} AS day) t
        LEFT JOIN usage_days d ON d.user_id = ${userId} AND d.day = t.day`,
  );
  if (row === undefined) throw new Error('Postgres gave no answer when asked for the day');
  return { ...row, now: new Date(row.now) };
}

/**
 * Books one API key against the user's limit and day.
 * @returns false when the limit has no room for it; nothing is booked then.
 */
export async function bookCreatedKey(
  db: Db,
  booking: { userId: string; day: string; limit: number | null },
): Promise<boolean> {
  const { userId, day, limit } = booking;
  const rows = await rowsOf(
    db,
    sql`WITH booked AS (
          UPDATE users SET api_key_count = api_key_count + 1
          WHERE id = ${userId} AND (${limit}::int IS NULL OR api_key_count < ${limit}::int) RETURNING id, api_key_count
        )
        INSERT INTO usage_days AS d (user_id, day, api_keys_created, peak_api_key_count)
        SELECT id, ${day}::date, 1, api_key_count FROM booked
        ON CONFLICT (user_id, day) DO UPDATE SET api_keys_created = d.api_keys_created + 1,
          peak_api_key_count = greatest(d.peak_api_key_count, excluded.peak_api_key_count)
        RETURNING user_id`,
  );
  return rows.length > 0;
}

/**
 * Books one deletion: the user has a key less, and a deletion more on the current day of the zone. The day's peak learns
 * how many there were before, since the first thing done on a day may be a deletion.
 */
export async function bookDeletedKey(db: Db, userId: string, timeZone: string): Promise<void> {
  await db.execute(
    sql`WITH booked AS (
          UPDATE users SET api_key_count = api_key_count - 1 WHERE id = ${userId} RETURNING id, api_key_count
        )
        INSERT INTO usage_days AS d (user_id, day, api_keys_deleted, peak_api_key_count)
        SELECT id, ${quotaDay(sql`statement_timestamp()`, timeZone)}, 1, api_key_count + 1 FROM booked
        ON CONFLICT (user_id, day) DO UPDATE SET api_keys_deleted = d.api_keys_deleted + 1,
          peak_api_key_count = greatest(d.peak_api_key_count, excluded.peak_api_key_count)`,
  );
}
