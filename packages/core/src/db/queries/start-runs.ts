import { sql } from 'drizzle-orm';
import type { RunQueue } from '../../domain/run/queues.js';
import type { Db, Queryable } from '../client.js';
import { plainArray, rowsOf } from '../sql.js';
import { leaseInterval } from './intervals.js';

/** A run this worker now holds, with its cron job as it stands at this moment. */
export interface StartedRun {
  runId: string;
  /** Epoch milliseconds. */
  scheduledFor: number;
  /** Epoch milliseconds, Postgres clock. */
  startedAt: number;
  attempt: number;
  queue: RunQueue;
  leaseToken: string;
  cronJobId: string;
  jobName: string;
  url: string;
  method: string;
  headers: Record<string, string> | null;
  body: string | null;
  timeoutMs: number;
  lastStatus: 'succeeded' | 'failed' | null;
  consecutiveFailures: number;
}

const START_RUNS = `
  WITH lease AS (
    INSERT INTO run_leases (token, run_ids, expires_at) VALUES ($2::uuid, $1::uuid[], statement_timestamp() + ${leaseInterval})
  )
  UPDATE live_runs l SET state = 'running', lease_token = $2::uuid, started_at = statement_timestamp()
  FROM cron_jobs c
  WHERE l.run_id = ANY($1::uuid[]) AND l.state = 'queued' AND c.id = l.cron_job_id AND (c.enabled OR l.queue = 'manual-runs')
  RETURNING l.run_id AS "runId", (extract(epoch FROM l.scheduled_for) * 1000)::float8 AS "scheduledFor",
    (extract(epoch FROM l.started_at) * 1000)::float8 AS "startedAt", l.attempt, l.queue, l.lease_token AS "leaseToken",
    c.id AS "cronJobId", c.name AS "jobName", c.url, c.method, c.headers, c.body, c.timeout_ms AS "timeoutMs",
    c.last_status AS "lastStatus", c.consecutive_failures AS "consecutiveFailures"`;

/**
 * Takes queued runs under a lease, in one statement, joined with their cron jobs. What another worker holds, what has
 * ended, and scheduled runs of disabled or deleted cron jobs do not come back. The start is the statement's snapshot:
 * a run that started had its job enabled at that instant, so none starts after a pause was acknowledged.
 */
export async function startRuns(pg: Queryable, runIds: readonly string[], leaseToken: string): Promise<StartedRun[]> {
  const { rows } = await pg.query<StartedRun>({
    name: 'start-runs',
    text: START_RUNS,
    values: [plainArray(runIds), leaseToken],
  });
  return rows;
}

/**
 * Ends queued runs whose cron job was disabled or deleted after they fell due, with the reason in the ledger.
 * @returns how many.
 */
export async function cancelOrphanedRuns(db: Db, runIds: readonly string[]): Promise<number> {
  const rows = await rowsOf(
    db,
    sql`WITH orphan AS (
          DELETE FROM live_runs l WHERE l.run_id = ANY(${plainArray(runIds)}::uuid[]) AND l.state = 'queued' AND NOT EXISTS (
            SELECT FROM cron_jobs c WHERE c.id = l.cron_job_id AND (c.enabled OR l.queue = 'manual-runs'))
          RETURNING run_id, scheduled_for, cron_job_id
        )
        UPDATE runs r SET state = 'cancelled', finished_at = statement_timestamp(),
          reason = jsonb_build_object('code', CASE WHEN EXISTS (SELECT FROM cron_jobs c WHERE c.id = o.cron_job_id)
            THEN 'cron_job_disabled' ELSE 'cron_job_deleted' END)
        FROM orphan o WHERE r.id = o.run_id AND r.scheduled_for = o.scheduled_for RETURNING r.id`,
  );
  return rows.length;
}
