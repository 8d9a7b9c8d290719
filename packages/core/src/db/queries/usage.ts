import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { arrayOf, rowsOf } from '../sql.js';
import { quotaDay, quotaMonth } from './quota-period.js';

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
        SELECT user_id, ${quotaMonth(NOW, timeZone)} FROM unnest(${arrayOf(userIds)}::text[]) AS u(user_id) ORDER BY user_id
        ON CONFLICT (user_id, month) DO UPDATE SET executions = m.executions
        RETURNING m.user_id AS "userId", m.executions`,
  );
  return new Map(rows.map((row) => [row.userId, row.executions]));
}

/**
 * Books runs on the month and the day of each user, making the rows where there are none. The last statement of its
 * transaction: the rows of a busy user are locked only until the commit that follows. In order of user id, as above, and
 * months always before days. The count is what makes it so: the parts of a WITH have no order of their own, and a join
 * would be a nested loop where the claim has switched the others off.
 */
export async function bookRuns(db: Db, added: ReadonlyMap<string, number>, timeZone: string): Promise<void> {
  await db.execute(
    sql`WITH added AS (
          SELECT user_id, added
          FROM unnest(${arrayOf([...added.keys()])}::text[], ${arrayOf([...added.values()])}::int[]) AS a(user_id, added)
        ), months AS (
          INSERT INTO usage_months AS m (user_id, month, executions)
          SELECT user_id, ${quotaMonth(NOW, timeZone)}, added FROM added ORDER BY user_id
          ON CONFLICT (user_id, month) DO UPDATE SET executions = m.executions + excluded.executions
          RETURNING m.user_id
        )
        INSERT INTO usage_days AS d (user_id, day, executions)
        SELECT user_id, ${quotaDay(NOW, timeZone)}, added FROM added WHERE (SELECT count(*) FROM months) > 0 ORDER BY user_id
        ON CONFLICT (user_id, day) DO UPDATE SET executions = d.executions + excluded.executions`,
  );
}

/** The transaction's clock, so that all its statements mean the same day and month. */
const NOW = sql`now()`;
