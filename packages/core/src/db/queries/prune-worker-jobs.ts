import { sql } from 'drizzle-orm';
import type { PlanCut } from '../../domain/run/retention.js';
import type { Db } from '../client.js';
import { arrayOf, plainArray, rowsOf } from '../sql.js';

/** Where deleting worker jobs has come to. */
export interface WorkerJobCursor {
  userId: string;
  finishedAt: string;
}

export const FIRST_WORKER_JOB: WorkerJobCursor = { userId: '', finishedAt: '-infinity' };

/**
 * Deletes up to `limit` worker jobs that ended before what their user's plan keeps, in the order of
 * `worker_jobs_retention` from the cursor on; see `deletePastRuns`. A job stays as long as it has an incident that is open
 * or was closed within the retention; the others go with it. A trigger takes the jobs out of the totals.
 * @returns how many, and where to go on; null when there are no more.
 */
export async function deletePastWorkerJobs(
  db: Db,
  { cuts, cursor, limit }: { cuts: readonly PlanCut[]; cursor: WorkerJobCursor; limit: number },
): Promise<{ deleted: number; next: WorkerJobCursor | null }> {
  const plans = arrayOf(cuts.map((cut) => cut.plan));
  const since = plainArray(cuts.map((cut) => cut.keptSince.toISOString()));
  const [row] = await rowsOf<{ deleted: number; found: number; last: [string, string] | null }>(
    db,
    sql`WITH past AS MATERIALIZED (
          SELECT u.id AS user_id, j.finished_at, j.key
          FROM unnest(${plans}::text[], ${since}::timestamptz[]) AS c(plan, kept_since)
          JOIN users u ON u.plan = c.plan AND u.id >= ${cursor.userId}
          CROSS JOIN LATERAL (
            SELECT w.key, w.finished_at FROM worker_jobs w
            WHERE w.user_id = u.id AND w.finished_at IS NOT NULL AND w.finished_at < c.kept_since
              AND w.finished_at >= CASE WHEN u.id = ${cursor.userId} THEN ${cursor.finishedAt}::timestamptz ELSE '-infinity' END
              AND NOT EXISTS (SELECT FROM incidents i
                WHERE i.worker_job_key = w.key AND (i.status = 'OPEN' OR i.resolved_at >= c.kept_since))
            ORDER BY w.finished_at LIMIT ${limit}
          ) j
          ORDER BY u.id, j.finished_at LIMIT ${limit}
        ), gone AS (
          DELETE FROM worker_jobs WHERE key = ANY(ARRAY(SELECT key FROM past)) AND finished_at IS NOT NULL RETURNING 1
        )
        SELECT (SELECT count(*)::int FROM gone) AS deleted, (SELECT count(*)::int FROM past) AS found,
          (SELECT ARRAY[user_id, finished_at::text] FROM past ORDER BY user_id DESC, finished_at DESC LIMIT 1) AS last`,
  );
  const [userId, finishedAt] = row?.last ?? [];
  const isFull = row?.found === limit && userId !== undefined && finishedAt !== undefined;
  return { deleted: row?.deleted ?? 0, next: isFull ? { userId, finishedAt } : null };
}
