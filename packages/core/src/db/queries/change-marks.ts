import { sql, type SQL } from 'drizzle-orm';
import type { ChangeMarks } from '../../domain/change/topics.js';
import type { Db } from '../client.js';
import { arrayOf, rowsOf } from '../sql.js';

/** The marks of a user. */
export interface UserMarks extends ChangeMarks {
  userId: string;
}

/**
 * The marks of users: digests of the newest rows of each topic, read from the front of an index, so that they cost the
 * same however much there is. Audit events stand for definitions, since none is changed without one.
 */
export function selectChangeMarks(db: Db, userIds: readonly string[]): Promise<UserMarks[]> {
  return rowsOf<UserMarks>(
    db,
    sql`SELECT u.id AS "userId",
          (SELECT ${digest(sql`r.id, r.state, r.batch`)} FROM (
            SELECT id, state, CASE WHEN state = 'queued' THEN
                (SELECT b.state || b.attempt FROM run_batches b WHERE b.id = runs.batch_id) END AS batch
            FROM runs WHERE user_id = u.id AND scheduled_for >= statement_timestamp() - interval '2 days'
            ORDER BY scheduled_for DESC, id DESC LIMIT 300) r) AS runs,
          (SELECT ${digest(sql`a.id`)} FROM (
            SELECT id FROM audit_events WHERE user_id = u.id ORDER BY id DESC LIMIT 20) a) AS jobs,
          (SELECT ${digest(sql`w.key, w.state, w.failures, w.expiries, w.retries, w.activation_id`)} FROM (
            (SELECT * FROM worker_jobs WHERE user_id = u.id ORDER BY created_at DESC, key DESC LIMIT 100)
            UNION ALL
            (SELECT * FROM worker_jobs WHERE user_id = u.id AND finished_at IS NULL ORDER BY created_at, key LIMIT 100)) w)
          || coalesce((SELECT max(finished_at)::text FROM worker_jobs WHERE user_id = u.id AND finished_at IS NOT NULL), '')
            AS "workerJobs",
          (SELECT ${digest(sql`i.id, i.status`)} FROM (
            SELECT id, status FROM incidents WHERE user_id = u.id ORDER BY created_at DESC, id DESC LIMIT 100) i) AS incidents
        FROM unnest(${arrayOf(userIds)}::text[]) AS u(id)`,
  );
}

/** Of rows in any order; how many there are counts too, since two that are alike would cancel each other out. */
function digest(columns: SQL): SQL {
  return sql`count(*) || ':' || coalesce(bit_xor(hashtextextended(concat_ws(',', ${columns}), 0)), 0)`;
}
