import { sql } from 'drizzle-orm';
import type { PlanCut } from '../../domain/run/retention.js';
import type { Db } from '../client.js';
import { arrayOf, plainArray, rowsOf } from '../sql.js';

/** Where deleting deliveries has come to. */
export interface DeliveryCursor {
  userId: string;
  finishedAt: string;
}

export const FIRST_DELIVERY: DeliveryCursor = { userId: '', finishedAt: '-infinity' };

/**
 * Deletes up to `limit` deliveries that ended before what their user's plan keeps, in the order of
 * `webhook_deliveries_retention` from the cursor on; see `deletePastRuns`. What waits or is under way stays.
 * @returns how many, and where to go on; null when there are no more.
 */
export async function deletePastDeliveries(
  db: Db,
  { cuts, cursor, limit }: { cuts: readonly PlanCut[]; cursor: DeliveryCursor; limit: number },
): Promise<{ deleted: number; next: DeliveryCursor | null }> {
  const plans = arrayOf(cuts.map((cut) => cut.plan));
  const since = plainArray(cuts.map((cut) => cut.keptSince.toISOString()));
  const [row] = await rowsOf<{ deleted: number; found: number; last: [string, string] | null }>(
    db,
    sql`WITH past AS MATERIALIZED (
          SELECT u.id AS user_id, d.finished_at, d.id
          FROM unnest(${plans}::text[], ${since}::timestamptz[]) AS c(plan, kept_since)
          JOIN users u ON u.plan = c.plan AND u.id >= ${cursor.userId}
          CROSS JOIN LATERAL (
            SELECT w.id, w.finished_at FROM webhook_deliveries w
            WHERE w.user_id = u.id AND w.finished_at IS NOT NULL AND w.finished_at < c.kept_since
              AND w.finished_at >= CASE WHEN u.id = ${cursor.userId} THEN ${cursor.finishedAt}::timestamptz ELSE '-infinity' END
            ORDER BY w.finished_at LIMIT ${limit}
          ) d
          ORDER BY u.id, d.finished_at LIMIT ${limit}
        ), gone AS (
          -- One that was replayed in between waits again.
          DELETE FROM webhook_deliveries WHERE id = ANY(ARRAY(SELECT id FROM past)) AND finished_at IS NOT NULL RETURNING 1
        )
        SELECT (SELECT count(*)::int FROM gone) AS deleted, (SELECT count(*)::int FROM past) AS found,
          (SELECT ARRAY[user_id, finished_at::text] FROM past ORDER BY user_id DESC, finished_at DESC LIMIT 1) AS last`,
  );
  const [userId, finishedAt] = row?.last ?? [];
  const isFull = row?.found === limit && userId !== undefined && finishedAt !== undefined;
  return { deleted: row?.deleted ?? 0, next: isFull ? { userId, finishedAt } : null };
}
