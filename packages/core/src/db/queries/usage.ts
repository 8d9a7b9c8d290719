import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { arrayOf, rowsOf } from '../sql.js';

/**
 * Locks the month's usage of each user, making the row where there is none, and tells what it holds. In order of user
 * id, so that two schedulers that need the same rows wait for each other instead of deadlocking.
 * @param timeZone decides where a month begins (QUOTA_TIMEZONE).
 */
export async function lockMonthlyUsage(
  db: Db,
  userIds: readonly string[],
  timeZone: string,
): Promise<Map<string, number>> {
  const rows = await rowsOf<{ userId: string; executions: number }>(
    db,
    sql`INSERT INTO usage_months AS m (user_id, month)
        SELECT user_id, ${thisMonth(timeZone)} FROM unnest(${arrayOf(userIds)}::text[]) AS u(user_id) ORDER BY user_id
        ON CONFLICT (user_id, month) DO UPDATE SET executions = m.executions
        RETURNING m.user_id AS "userId", m.executions`,
  );
  return new Map(rows.map((row) => [row.userId, row.executions]));
}

/**
 * Adds runs to the month's usage of each user, making the row where there is none. The last statement of its
 * transaction: the row of a busy user is locked only until the commit that follows. In order of user id, as above.
 */
export async function addMonthlyRuns(db: Db, added: ReadonlyMap<string, number>, timeZone: string): Promise<void> {
  await db.execute(
    sql`INSERT INTO usage_months AS m (user_id, month, executions)
        SELECT user_id, ${thisMonth(timeZone)}, added
        FROM unnest(${arrayOf([...added.keys()])}::text[], ${arrayOf([...added.values()])}::int[]) AS a(user_id, added)
        ORDER BY user_id
        ON CONFLICT (user_id, month) DO UPDATE SET executions = m.executions + excluded.executions`,
  );
}

/** The first day of the current month; the transaction's clock, so that both statements mean the same month. */
const thisMonth = (timeZone: string) => sql`date_trunc('month', now() AT TIME ZONE ${timeZone})::date`;
