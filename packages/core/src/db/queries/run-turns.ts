import { sql } from 'drizzle-orm';
import type { TurnFacts } from '../../domain/policy/decide-overlap.js';
import type { Db, Queryable } from '../client.js';
import { plainArray, rowsOf } from '../sql.js';
import { dueRange } from './start-runs.js';
import { appendEvent, ENDED } from './worker-job-sql.js';

/** Where schedulers are told that a turn has ended, or that somebody waits for one. */
export const TURNS_CHANNEL = 'carillon_turns';

/** Where workers are told the id of a run that was ended while it may be with one of them. */
export const RUN_CANCELLED_CHANNEL = 'carillon_run_cancelled';

/** How the turn of a cron job stands. */
export type TurnStanding = Omit<TurnFacts, 'overlap'> & { cronJobId: string };

/**
 * How the turns of cron jobs stand that this transaction has locked; one that nobody holds or waits for does not come
 * back. Turns are only given under that lock, so a turn that is free here stays free; one that its run is about to end
 * still counts as held (docs/adr/0018).
 */
export function readTurns(db: Db, cronJobIds: readonly string[]): Promise<TurnStanding[]> {
  const ids = sql`${plainArray(cronJobIds)}::uuid[]`;
  // Two halves, each with the predicate of its index.
  return rowsOf<TurnStanding>(
    db,
    sql`SELECT cron_job_id AS "cronJobId", max(holder) AS holder, sum(waiting)::int AS waiting, max(first) AS first FROM (
          SELECT cron_job_id, run_id::text AS holder, 0 AS waiting, NULL AS first
          FROM run_turns WHERE cron_job_id = ANY(${ids}) AND NOT waiting
          UNION ALL
          SELECT cron_job_id, NULL, count(*), (array_agg(run_id ORDER BY scheduled_for, run_id))[1]::text
          FROM run_turns WHERE cron_job_id = ANY(${ids}) AND waiting GROUP BY cron_job_id
        ) AS t GROUP BY cron_job_id`,
  );
}

/** How many runs wait for the turn of their cron job. */
export async function countWaitingRuns(pg: Queryable): Promise<number> {
  const { rows } = await pg.query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM run_turns WHERE waiting');
  return rows[0]?.waiting ?? 0;
}

/** A run that has its cron job's turn, or waits for it. */
export interface NewTurn {
  runId: string;
  waiting: boolean;
}

/** Enters turns of runs that this transaction has entered in the ledger; a run that the ledger did not take gets none. */
export async function insertTurns(db: Db, turns: readonly NewTurn[]): Promise<void> {
  const [from, to] = dueRange(turns.map((turn) => turn.runId));
  await db.execute(
    sql`WITH entered AS (
          INSERT INTO run_turns (run_id, scheduled_for, cron_job_id, waiting)
          SELECT r.id, r.scheduled_for, r.cron_job_id, d.waiting
          FROM unnest(${plainArray(turns.map((turn) => turn.runId))}::uuid[], ${plainArray(turns.map((turn) => turn.waiting))}::boolean[])
            AS d(run_id, waiting)
          JOIN runs r ON r.id = d.run_id AND r.scheduled_for BETWEEN ${from}::timestamptz AND ${to}::timestamptz AND r.state = 'queued'
          RETURNING waiting
        )
        -- Whoever has the turn may be ending it this moment, and would tell before this one waits.
        SELECT pg_notify('${sql.raw(TURNS_CHANNEL)}', '') FROM entered WHERE waiting LIMIT 1`,
  );
}

/** A run that takes the place of its cron job's runs before it. */
export interface Supersession {
  cronJobId: string;
  byRunId: string;
}

/** States of a worker job that no worker has in hands. */
const IDLE = `('CREATED', 'FAILED_RETRYABLE')`;

/**
 * Locks the worker jobs that carry out the held turns of cron jobs and that no worker has; passes over one that somebody
 * is taking or ending.
 * @returns the ids of their runs.
 */
export async function lockIdleWorkerJobs(db: Db, cronJobIds: readonly string[]): Promise<string[]> {
  const rows = await rowsOf<{ runId: string }>(
    db,
    sql`SELECT w.run_id AS "runId" FROM run_turns t JOIN worker_jobs w ON w.run_id = t.run_id
        WHERE t.cron_job_id = ANY(${plainArray(cronJobIds)}::uuid[]) AND NOT t.waiting AND w.state IN ${sql.raw(IDLE)}
        FOR UPDATE OF w SKIP LOCKED`,
  );
  return rows.map((row) => row.runId);
}

/**
 * Ends the runs that hold the turns of cron jobs or wait for them, as superseded. Passed over are a run that somebody is
 * ending this moment and one whose worker job a worker has. The end of what is left undone by it is told to the workers
 * (a call in flight is cut short) and to who waits for a run by hand.
 * @param idle runs whose worker job is locked by this transaction.
 * @param since no earlier run is among them: the bound lets the planner leave out the partitions before.
 * @returns the ids of the runs that were ended.
 */
export async function supersedeRuns(
  db: Db,
  supersessions: readonly Supersession[],
  { idle, since }: { idle: readonly string[]; since: Date },
): Promise<string[]> {
  const rows = await rowsOf<{ runId: string }>(
    db,
    sql`WITH previous AS MATERIALIZED (
          SELECT r.id, r.scheduled_for, s.by_run_id, b.attempt, CASE WHEN b.state = 'running' THEN b.started_at END AS started_at
          FROM unnest(${plainArray(supersessions.map((s) => s.cronJobId))}::uuid[], ${plainArray(supersessions.map((s) => s.byRunId))}::uuid[])
            AS s(cron_job_id, by_run_id)
          JOIN run_turns t ON t.cron_job_id = s.cron_job_id
          JOIN runs r ON r.id = t.run_id AND r.scheduled_for = t.scheduled_for AND r.scheduled_for >= ${since.toISOString()}::timestamptz
          LEFT JOIN run_batches b ON b.id = r.batch_id
          WHERE r.state = 'queued' AND (t.waiting OR r.batch_id IS NOT NULL OR r.id = ANY(${plainArray(idle)}::uuid[]))
          FOR UPDATE OF r SKIP LOCKED
        ), ended AS (
          UPDATE runs r SET state = 'cancelled', finished_at = statement_timestamp(), started_at = p.started_at,
            attempt = coalesce(p.attempt - CASE WHEN p.started_at IS NULL THEN 1 ELSE 0 END, 0),
            duration_ms = GREATEST(extract(epoch FROM statement_timestamp() - p.started_at) * 1000, 0)::int,
            reason = jsonb_build_object('code', 'superseded', 'runId', p.by_run_id)
          FROM previous p
          WHERE r.id = p.id AND r.scheduled_for = p.scheduled_for AND r.scheduled_for >= ${since.toISOString()}::timestamptz
          RETURNING r.id, r.type
        )
        SELECT id AS "runId", pg_notify('${sql.raw(RUN_CANCELLED_CHANNEL)}', id::text),
          CASE WHEN type = 'MANUAL' THEN pg_notify('carillon_run_ended', id::text) END FROM ended`,
  );
  return rows.map((row) => row.runId);
}

/** Cancels worker jobs of superseded runs; they are locked by this transaction. */
export async function cancelWorkerJobsOfRuns(db: Db, runIds: readonly string[]): Promise<void> {
  const event = appendEvent('JOB_CANCELLED', { reason: `'superseded'` });
  await db.execute(
    sql`UPDATE worker_jobs j SET state = 'CANCELLED', ${sql.raw(ENDED)}, cancel_reason = 'superseded', ${sql.raw(event)}
        WHERE j.run_id = ANY(${plainArray(runIds)}::uuid[]) AND j.state IN ${sql.raw(IDLE)}`,
  );
}

/**
 * Removes turns whose run is not in the ledger as unfinished: a partition that was removed by hand takes its rows without
 * any trigger.
 * @returns how many.
 */
export async function removeStrayTurns(db: Db): Promise<number> {
  const rows = await rowsOf(
    db,
    sql`WITH stray AS (
          -- A count and not NOT EXISTS, which the planner might answer by reading the whole ledger.
          DELETE FROM run_turns t WHERE (
            SELECT count(*) FROM runs r WHERE r.id = t.run_id AND r.scheduled_for = t.scheduled_for AND r.finished_at IS NULL
          ) = 0 RETURNING 1
        )
        SELECT pg_notify('${sql.raw(TURNS_CHANNEL)}', '') FROM stray`,
  );
  return rows.length;
}
