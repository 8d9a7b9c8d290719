import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { arrayOf, plainArray } from '../sql.js';
import { dueRange } from './start-runs.js';
import { NOTIFY_READY } from './worker-job-sql.js';

/** The worker job that is to carry out a run. */
export interface WorkerJobOfRun {
  runId: string;
  key: string;
  /** JSON text of an object. */
  customHeaders: string;
}

/**
 * Makes the worker jobs of runs that this transaction has entered, as their cron jobs, which it has locked, say; and
 * wakes the workers that wait for them. A run that is not in the ledger gets none, nor does one that has its own already.
 * The variables go from table to table, byte for byte as they were sent.
 */
export async function insertWorkerJobsOfRuns(db: Db, jobs: readonly WorkerJobOfRun[]): Promise<void> {
  const runIds = jobs.map((job) => job.runId);
  const [from, to] = dueRange(runIds);
  await db.execute(
    sql`WITH made AS (
          INSERT INTO worker_jobs (key, user_id, tenant_id, type, ready, available_at, retries, original_retries, timeout_ms,
            created_at, deadline, variables, variables_bytes, custom_headers, run_id, scheduled_for)
          SELECT d.key, c.user_id, c.target->>'tenantId', c.target->>'type', true, statement_timestamp(),
            (c.target->>'retries')::int, (c.target->>'retries')::int, (c.target->>'timeoutMs')::bigint, statement_timestamp(),
            statement_timestamp() + (c.target->>'timeoutMs')::float8 * interval '1 millisecond',
            c.target->'variables', octet_length((c.target->'variables')::text), d.custom_headers, r.id, r.scheduled_for
          FROM unnest(${plainArray(runIds)}::uuid[], ${plainArray(jobs.map((job) => job.key))}::text[],
            ${arrayOf(jobs.map((job) => job.customHeaders))}::json[]) AS d(run_id, key, custom_headers)
          JOIN runs r ON r.id = d.run_id AND r.scheduled_for BETWEEN ${from}::timestamptz AND ${to}::timestamptz
            AND r.state = 'queued'
          JOIN cron_jobs c ON c.id = r.cron_job_id AND c.target IS NOT NULL
          ON CONFLICT (run_id) WHERE run_id IS NOT NULL DO NOTHING
          RETURNING user_id, type
        )
        SELECT count(${sql.raw(NOTIFY_READY)}) FROM (SELECT DISTINCT user_id, type FROM made) woken`,
  );
}
