import { sql } from 'drizzle-orm';
import type { Plan } from '../../domain/quota/plan.js';
import type { Db } from '../client.js';
import { arrayOf, rowsOf } from '../sql.js';
import type { CountedResource } from './quota-bookings.js';

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

/** What happened to which resources of a user. */
export interface HistoryEntry {
  userId: string;
  kind: CountedResource;
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
