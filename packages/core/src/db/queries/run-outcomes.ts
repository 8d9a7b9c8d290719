import { sql } from 'drizzle-orm';
import type { RunState } from '../../domain/run/states.js';
import type { Db } from '../client.js';
import { epochMs, plainArray, rowsOf } from '../sql.js';

/** What a strip of outcomes shows of a run. */
export interface RunOutcome {
  id: string;
  state: RunState;
  /** Epoch milliseconds. */
  scheduledFor: number;
  status: number;
  durationMs: number | null;
}

/** The last runs of a cron job, newest first. */
export interface CronJobOutcomes {
  jobId: string;
  runs: RunOutcome[];
}

/**
 * The last runs of each of these cron jobs, as far as they are the user's. One probe of `runs_once_per_due_instant` a
 * cron job, which ends when it has enough; a run that has not ended is looked up in its batch or its worker job.
 */
export function selectRunOutcomes(
  db: Db,
  { userId, cronJobIds, limit }: { userId: string; cronJobIds: readonly string[]; limit: number },
): Promise<CronJobOutcomes[]> {
  return rowsOf<CronJobOutcomes>(
    db,
    sql`SELECT c.id AS "jobId", r.runs
        FROM cron_jobs c CROSS JOIN LATERAL (
          SELECT coalesce(json_agg(json_build_object('id', l.id, 'state', CASE WHEN l.state = 'queued' THEN ${LIVE_STATE} ELSE l.state END,
            'scheduledFor', ${epochMs(sql`l.scheduled_for`)}, 'status', l.status, 'durationMs', l.duration_ms)
            ORDER BY l.scheduled_for DESC), '[]') AS runs
          FROM (
            SELECT id, state, scheduled_for, status, duration_ms, batch_id FROM runs
            WHERE cron_job_id = c.id ORDER BY scheduled_for DESC LIMIT ${limit}
          ) AS l
        ) AS r
        WHERE c.user_id = ${userId} AND c.id = ANY(${plainArray(cronJobIds)}::uuid[])`,
  );
}

const LIVE_STATE = sql`CASE
    WHEN l.batch_id IS NULL THEN
      CASE WHEN EXISTS (SELECT FROM worker_jobs w WHERE w.run_id = l.id AND w.state = 'ACTIVE') THEN 'running' ELSE 'queued' END
    ELSE coalesce((SELECT b.state FROM run_batches b WHERE b.id = l.batch_id AND b.state IN ('running', 'retrying')), 'queued')
  END`;
