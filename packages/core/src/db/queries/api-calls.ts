import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { arrayOf, epochMs, rowsOf } from '../sql.js';
import { quotaDay, quotaMonth } from './quota-period.js';

/** What became of booking calls on the current day. */
export interface CallBooking {
  /** The day, `YYYY-MM-DD` in QUOTA_TIMEZONE. */
  day: string;
  /** Until the day ends. */
  endsInMs: number;
  /** The day's calls with these; null when there was no room for them and none was booked. */
  used: number | null;
}

/** Books calls on a user's current day, all or none of them. Touches one row, so it can wait for nobody but its like. */
export async function bookApiCalls(
  db: Db,
  booking: { userId: string; calls: number; limit: number; timeZone: string },
): Promise<CallBooking> {
  const { userId, calls, limit, timeZone } = booking;
  const [row] = await rowsOf<CallBooking>(
    db,
    sql`WITH today AS (SELECT ${quotaDay(NOW, timeZone)} AS day), booked AS (
          INSERT INTO usage_days AS d (user_id, day, api_calls)
          SELECT ${userId}, day, ${calls}::int FROM today WHERE ${calls}::int <= ${limit}::int
          ON CONFLICT (user_id, day) DO UPDATE SET api_calls = d.api_calls + excluded.api_calls
          WHERE d.api_calls + excluded.api_calls <= ${limit}::int
          RETURNING d.api_calls
        )
        SELECT day::text AS day, booked.api_calls AS used,
          ${epochMs(sql`((day + 1)::timestamp AT TIME ZONE ${timeZone}) - ${NOW}`)} AS "endsInMs"
        FROM today LEFT JOIN booked ON true`,
  );
  if (row === undefined) throw new Error('Postgres gave no answer when asked to book API calls');
  return row;
}

/** Calls that were booked and not used. */
export interface UnusedCalls {
  userId: string;
  day: string;
  calls: number;
}

/** Gives calls back to the days they were booked on. */
export async function returnApiCalls(db: Db, unused: readonly UnusedCalls[]): Promise<void> {
  await db.execute(
    sql`WITH unused AS (
          SELECT user_id, day, sum(calls)::int AS calls
          FROM unnest(${arrayOf(unused.map((one) => one.userId))}::text[],
            ${arrayOf(unused.map((one) => one.day))}::date[], ${arrayOf(unused.map((one) => one.calls))}::int[]
          ) AS u(user_id, day, calls) GROUP BY user_id, day
        ), held AS (
          SELECT d.user_id, d.day FROM usage_days d JOIN unused USING (user_id, day)
          ORDER BY d.user_id, d.day FOR NO KEY UPDATE OF d
        )
        UPDATE usage_days d SET api_calls = d.api_calls - unused.calls
        FROM held JOIN unused USING (user_id, day) WHERE d.user_id = held.user_id AND d.day = held.day`,
  );
}

/** Calls that were answered. */
export interface AnsweredCalls {
  userId: string;
  calls: number;
  /** Those of them that are not on their day yet: no limit was to be kept. */
  unbooked: number;
}

/**
 * Counts calls of many users on their month, and on their day where they were not booked there. In order of user id and
 * a user's month before the user's day, as runs are booked, so that no two statements wait for each other.
 */
export async function countApiCalls(db: Db, answered: readonly AnsweredCalls[], timeZone: string): Promise<void> {
  await db.execute(
    sql`WITH answered AS (
          SELECT * FROM unnest(${arrayOf(answered.map((one) => one.userId))}::text[],
            ${arrayOf(answered.map((one) => one.calls))}::int[], ${arrayOf(answered.map((one) => one.unbooked))}::int[]
          ) AS a(user_id, calls, unbooked)
        ), months AS (
          INSERT INTO usage_months AS m (user_id, month, api_calls)
          SELECT user_id, ${quotaMonth(NOW, timeZone)}, calls FROM answered ORDER BY user_id
          ON CONFLICT (user_id, month) DO UPDATE SET api_calls = m.api_calls + excluded.api_calls
          RETURNING m.user_id
        )
        INSERT INTO usage_days AS d (user_id, day, api_calls)
        SELECT user_id, ${quotaDay(NOW, timeZone)}, unbooked FROM answered JOIN months USING (user_id)
        WHERE unbooked > 0 ORDER BY user_id
        ON CONFLICT (user_id, day) DO UPDATE SET api_calls = d.api_calls + excluded.api_calls`,
  );
}

/** One clock for a whole statement: each of these is a transaction of its own. */
const NOW = sql`statement_timestamp()`;
