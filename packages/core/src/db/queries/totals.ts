import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { rowsOf } from '../sql.js';
import { quotaMonth } from './quota-period.js';

/** What there is on one plan. */
export interface PlanTotals {
  plan: string;
  users: number;
  jobs: number;
  apiKeys: number;
  /** Runs booked in the current month, and ever, by those who are on the plan now. */
  runsThisMonth: number;
  runs: number;
}

/**
 * Sums up the installation by plan. From the booked counts of users and months and not from the tables they count: with
 * millions of runs it reads a row for each user and month.
 */
export function selectTotals(db: Db, timeZone: string): Promise<PlanTotals[]> {
  return rowsOf<PlanTotals>(
    db,
    sql`WITH used AS (
          SELECT user_id, sum(executions) AS runs,
            sum(executions) FILTER (WHERE month = ${quotaMonth(sql`statement_timestamp()`, timeZone)}) AS this_month
          FROM usage_months GROUP BY user_id
        )
        SELECT p.name AS plan, count(u.id)::float8 AS users, coalesce(sum(u.job_count), 0)::float8 AS jobs,
          coalesce(sum(u.api_key_count), 0)::float8 AS "apiKeys",
          coalesce(sum(used.this_month), 0)::float8 AS "runsThisMonth", coalesce(sum(used.runs), 0)::float8 AS runs
        FROM plans p LEFT JOIN users u ON u.plan = p.name LEFT JOIN used ON used.user_id = u.id
        GROUP BY p.name, p.max_jobs ORDER BY p.max_jobs, p.name`,
  );
}

/** About how many rows the ledger has, as Postgres last estimated it; nothing is counted. */
export async function estimateLedgerRows(db: Db): Promise<number> {
  const [row] = await rowsOf<{ rows: number }>(
    db,
    sql`SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 AS rows
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'runs'::regclass`,
  );
  return row?.rows ?? 0;
}
