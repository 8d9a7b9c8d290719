import { sql } from 'drizzle-orm';
import { scheduledForOf } from '../../domain/ids.js';
import type { PolicyChoices } from '../../domain/policy/run-policy.js';
import type { PastAttempt } from '../../domain/run/past-attempt.js';
import type { RunQueue } from '../../domain/run/queues.js';
import type { Db, Queryable } from '../client.js';
import { plainArray, rowsOf, wholeMs } from '../sql.js';
import { leaseInterval } from './intervals.js';

/** A run this worker now holds, with its cron job as it stands at this moment. */
export interface StartedRun {
  runId: string;
  userId: string;
  batchId: string;
  leaseToken: string;
  /** Epoch milliseconds. */
  scheduledFor: number;
  /** Epoch milliseconds, Postgres clock. */
  startedAt: number;
  attempt: number;
  queue: RunQueue;
  cronJobId: string;
  jobName: string;
  url: string;
  /** The cron job's URL has changed since the run was entered in the ledger. */
  urlChanged: boolean;
  method: string;
  /** The run that this one repeats. */
  replayOf: string | null;
  /** Sealed. */
  headers: Record<string, string> | null;
  body: string | null;
  timeoutMs: number;
  policy: PolicyChoices | null;
  hasWebhook: boolean;
  /** The attempts before this one; null when it is the first. */
  pastAttempts: PastAttempt[] | null;
  lastStatus: 'succeeded' | 'failed' | null;
  consecutiveFailures: number;
}

/** A row as the statements give it: what the caller knows, and what the run's id says, is not sent back for each run. */
type StartedRow = Omit<StartedRun, 'batchId' | 'leaseToken' | 'scheduledFor'>;

const STARTED_COLUMNS = `r.id AS "runId", r.user_id AS "userId", b.attempt, b.queue, ${wholeMs('b.started_at')} AS "startedAt",
    c.id AS "cronJobId", c.name AS "jobName", c.url, c.url <> r.url AS "urlChanged", c.method, c.headers, c.body, r.replay_of AS "replayOf",
    c.timeout_ms AS "timeoutMs", c.policy, c.has_webhook AS "hasWebhook", r.attempts AS "pastAttempts", c.last_status AS "lastStatus", c.consecutive_failures AS "consecutiveFailures"`;

const START_RUNS = `
  WITH batch AS (
    UPDATE run_batches SET state = 'running', lease_token = $2::uuid, started_at = statement_timestamp(),
      attention_at = statement_timestamp() + ${leaseInterval}
    WHERE id = $1::uuid AND state IN ('unpublished', 'published')
    RETURNING id, queue, attempt, started_at
  )
  SELECT ${STARTED_COLUMNS}
  FROM batch b
  JOIN runs r ON r.id = ANY($3::uuid[]) AND r.scheduled_for BETWEEN $4::timestamptz AND $5::timestamptz
    AND r.state = 'queued' AND r.batch_id = b.id
  JOIN cron_jobs c ON c.id = r.cron_job_id AND c.target IS NULL AND (c.enabled OR b.queue = 'manual-runs')`;

/**
 * Takes a batch under a lease and its unfinished runs with their cron jobs, in one statement. A batch that another
 * worker holds, or that has ended, gives nothing; nor do scheduled runs of disabled or deleted cron jobs, or of those
 * that make worker jobs now. The start is
 * the statement's snapshot: a run that started had its job enabled at that instant, so none starts after a pause was
 * acknowledged.
 */
export async function startRuns(
  pg: Queryable,
  batch: { id: string; runIds: readonly string[] },
  leaseToken: string,
): Promise<StartedRun[]> {
  const values = [batch.id, leaseToken, plainArray(batch.runIds), ...dueRange(batch.runIds)];
  const { rows } = await pg.query<StartedRow>({ name: 'start-runs', text: START_RUNS, values });
  return rows.map((row) => asStarted(row, batch.id, leaseToken));
}

/** Adds to the row what it lacks: a copy of so many fields was a fiftieth of what a run costs the worker. */
function asStarted(row: StartedRow, batchId: string, leaseToken: string): StartedRun {
  const run = row as StartedRun;
  run.batchId = batchId;
  run.leaseToken = leaseToken;
  run.scheduledFor = scheduledForOf(run.runId).getTime();
  return run;
}

/**
 * Ends queued runs whose cron job was disabled, deleted or given another kind of target after they fell due, with the
 * reason in the ledger: those of
 * the batch that `startRuns` did not give. Whether their job is enabled is not asked again, since the answer may have
 * changed in between; the batch ends, so they must. Only the holder of the lease may: to anybody else a run that is
 * being called looks the same as one that waits.
 * @returns how many.
 */
export async function cancelRuns(
  db: Db,
  batchId: string,
  runIds: readonly string[],
  leaseToken: string,
): Promise<number> {
  const [from, to] = dueRange(runIds);
  const rows = await rowsOf(
    db,
    sql`UPDATE runs r SET state = 'cancelled', attempt = b.attempt - 1, finished_at = statement_timestamp(),
          reason = jsonb_build_object('code', coalesce(
            (SELECT CASE WHEN c.target IS NULL THEN 'cron_job_disabled' ELSE 'cron_job_retargeted' END
              FROM cron_jobs c WHERE c.id = r.cron_job_id),
            'cron_job_deleted'))
        FROM run_batches b
        WHERE r.id = ANY(${plainArray(runIds)}::uuid[]) AND r.scheduled_for BETWEEN ${from}::timestamptz AND ${to}::timestamptz
          AND r.state = 'queued' AND r.batch_id = ${batchId}::uuid
          AND b.id = r.batch_id AND b.lease_token = ${leaseToken}::uuid
        RETURNING r.id`,
  );
  return rows.length;
}

const REFRESH_RUN = `
  SELECT ${STARTED_COLUMNS}
  FROM run_batches b
  JOIN runs r ON r.id = $2::uuid AND r.scheduled_for = $3::timestamptz AND r.state = 'queued' AND r.batch_id = b.id
  JOIN cron_jobs c ON c.id = r.cron_job_id AND c.target IS NULL AND (c.enabled OR b.queue = 'manual-runs')
  WHERE b.id = $1::uuid AND b.lease_token = $4::uuid`;

/** A run as it stands now, if it is still held under its lease and still to be called; for one that had to wait. */
export async function refreshRun(pg: Queryable, run: StartedRun): Promise<StartedRun | null> {
  const values = [run.batchId, run.runId, ...dueRange([run.runId]).slice(0, 1), run.leaseToken];
  const { rows } = await pg.query<StartedRow>({ name: 'refresh-run', text: REFRESH_RUN, values });
  const [row] = rows;
  return row === undefined ? null : asStarted(row, run.batchId, run.leaseToken);
}

/** The first and last due instant of runs, read from their ids: it leads to their partitions. */
export function dueRange(runIds: readonly string[]): [from: string, to: string] {
  const instants = runIds.map((id) => scheduledForOf(id).getTime());
  return [new Date(Math.min(...instants)).toISOString(), new Date(Math.max(...instants)).toISOString()];
}
