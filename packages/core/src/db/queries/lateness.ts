import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { rowsOf } from '../sql.js';

/** How late one user's scheduled runs began, in milliseconds after their due instants. */
export interface UserLateness {
  userId: string;
  runs: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** Whose runs of the last `minutes` began latest, worst first. Reads those minutes of the ledger row by row. */
export function selectLateness(
  db: Db,
  { minutes, limit }: { minutes: number; limit: number },
): Promise<UserLateness[]> {
  const lateMs = sql`extract(epoch FROM started_at - scheduled_for)::float8 * 1000`;
  return rowsOf<UserLateness>(
    db,
    sql`SELECT user_id AS "userId", count(*)::float8 AS runs, percentile_disc(0.5) WITHIN GROUP (ORDER BY ${lateMs}) AS "p50Ms",
          percentile_disc(0.99) WITHIN GROUP (ORDER BY ${lateMs}) AS "p99Ms", max(${lateMs}) AS "maxMs"
        FROM runs
        WHERE scheduled_for >= statement_timestamp() - ${minutes}::float8 * interval '1 minute'
          AND scheduled_for <= statement_timestamp() AND type = 'AUTO' AND started_at IS NOT NULL
        GROUP BY user_id ORDER BY "p99Ms" DESC, user_id LIMIT ${limit}`,
  );
}
