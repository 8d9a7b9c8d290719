import { sql } from 'drizzle-orm';
import type { Overlap } from '../../domain/policy/run-policy.js';
import type { RunReason } from '../../domain/run/reason.js';
import type { RunType } from '../../domain/run/states.js';
import type { Db } from '../client.js';
import { arrayOf, plainArray, rowsOf } from '../sql.js';
import { dueRange } from './start-runs.js';
import { LEDGER_TARGET } from './target-sql.js';

/**
 * Finds cron jobs with runs that wait for a turn which nobody has, or for one that is not taken any more, since the cron
 * job is gone or lets runs overlap now.
 */
export async function findOpenTurns(db: Db, limit: number): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`SELECT w.cron_job_id AS id FROM (SELECT DISTINCT cron_job_id FROM run_turns WHERE waiting) AS w
        LEFT JOIN cron_jobs c ON c.id = w.cron_job_id
        WHERE c.id IS NULL OR coalesce(c.policy->>'overlap', 'allow') = 'allow'
          OR NOT EXISTS (SELECT FROM run_turns h WHERE h.cron_job_id = w.cron_job_id AND NOT h.waiting)
        LIMIT ${limit}`,
  );
  return rows.map((row) => row.id);
}

/** A cron job whose turn is to be given, locked until the transaction ends. */
export interface TurnGiver {
  id: string;
  userId: string;
  /** As the ledger has it. */
  url: string;
  makesWorkerJob: boolean;
  overlap: Overlap;
  enabled: boolean;
}

/** Locks cron jobs, passing over those that somebody else holds: he may be giving the turn this moment. */
export function lockTurnGivers(db: Db, cronJobIds: readonly string[]): Promise<TurnGiver[]> {
  return rowsOf<TurnGiver>(
    db,
    sql`SELECT c.id, c.user_id AS "userId", ${LEDGER_TARGET}, coalesce(c.policy->>'overlap', 'allow') AS overlap, c.enabled
        FROM cron_jobs c WHERE c.id = ANY(${plainArray(cronJobIds)}::uuid[]) ORDER BY c.id FOR NO KEY UPDATE SKIP LOCKED`,
  );
}

/** The run that has waited longest for the turn of a cron job. */
export interface WaitingRun {
  runId: string;
  cronJobId: string;
  type: RunType;
  replayOf: string | null;
  /** Who has the turn; null when nobody has. */
  holder: string | null;
}

/** For each of the cron jobs, which this transaction has locked: the run that has waited longest, and for whom. */
export function readFirstWaiting(db: Db, cronJobIds: readonly string[]): Promise<WaitingRun[]> {
  return rowsOf<WaitingRun>(
    db,
    sql`SELECT w.run_id AS "runId", j.id AS "cronJobId", r.type, r.replay_of AS "replayOf", h.run_id AS holder
        FROM unnest(${plainArray(cronJobIds)}::uuid[]) AS j(id)
        LEFT JOIN run_turns h ON h.cron_job_id = j.id AND NOT h.waiting
        CROSS JOIN LATERAL (
          SELECT t.run_id, t.scheduled_for FROM run_turns t WHERE t.cron_job_id = j.id AND t.waiting
          ORDER BY t.scheduled_for, t.run_id LIMIT 1
        ) AS w
        JOIN runs r ON r.id = w.run_id AND r.scheduled_for = w.scheduled_for AND r.state = 'queued'`,
  );
}

/** A run that has waited and now goes on its way. */
export interface Admission {
  runId: string;
  /** Where it goes, as its cron job has it now. */
  url: string;
  /** Null when a worker job carries it out. */
  batchId: string | null;
  /** It has the turn; false when turns are not taken any more. */
  exclusive: boolean;
}

/** Gives waiting runs the turn, or frees them of it; this transaction holds their cron jobs. */
export async function admitRuns(db: Db, admissions: readonly Admission[]): Promise<void> {
  const runIds = admissions.map((admission) => admission.runId);
  const [from, to] = dueRange(runIds);
  const exclusive = plainArray(admissions.map((admission) => admission.exclusive));
  await db.execute(
    sql`UPDATE runs r SET url = a.url, batch_id = a.batch_id, exclusive = a.exclusive
        FROM unnest(${plainArray(runIds)}::uuid[], ${arrayOf(admissions.map((admission) => admission.url))}::text[],
          ${plainArray(admissions.map((admission) => admission.batchId))}::uuid[], ${exclusive}::boolean[])
          AS a(run_id, url, batch_id, exclusive)
        WHERE r.id = a.run_id AND r.scheduled_for BETWEEN ${from}::timestamptz AND ${to}::timestamptz AND r.state = 'queued'`,
  );
  const turns = sql`unnest(${plainArray(runIds)}::uuid[], ${exclusive}::boolean[]) AS a(run_id, exclusive)`;
  await db.execute(sql`DELETE FROM run_turns t USING ${turns} WHERE t.run_id = a.run_id AND NOT a.exclusive`);
  await db.execute(sql`UPDATE run_turns t SET waiting = false FROM ${turns} WHERE t.run_id = a.run_id`);
}

/**
 * Ends waiting runs with a reason, unless somebody else is doing so; who waits for a run by hand is told. A trigger removes
 * their turns.
 */
export async function cancelWaitingRuns(db: Db, runIds: readonly string[], reason: RunReason): Promise<void> {
  const [from, to] = dueRange(runIds);
  await db.execute(
    sql`WITH mine AS MATERIALIZED (
          SELECT id, scheduled_for FROM runs
          WHERE id = ANY(${plainArray(runIds)}::uuid[]) AND scheduled_for BETWEEN ${from}::timestamptz AND ${to}::timestamptz
            AND state = 'queued' FOR UPDATE SKIP LOCKED
        ), ended AS (
          UPDATE runs r SET state = 'cancelled', finished_at = statement_timestamp(), reason = ${JSON.stringify(reason)}::jsonb
          FROM mine WHERE r.id = mine.id AND r.scheduled_for = mine.scheduled_for
            AND r.scheduled_for BETWEEN ${from}::timestamptz AND ${to}::timestamptz
          RETURNING r.id, r.type
        )
        SELECT pg_notify('carillon_run_ended', id::text) FROM ended WHERE type = 'MANUAL'`,
  );
}

/** The runs that wait for turns of cron jobs which are gone. */
export async function findWaitingOfDeleted(db: Db, cronJobIds: readonly string[]): Promise<string[]> {
  const rows = await rowsOf<{ runId: string }>(
    db,
    sql`SELECT t.run_id AS "runId" FROM run_turns t WHERE t.cron_job_id = ANY(${plainArray(cronJobIds)}::uuid[]) AND t.waiting
          AND NOT EXISTS (SELECT FROM cron_jobs c WHERE c.id = t.cron_job_id)`,
  );
  return rows.map((row) => row.runId);
}
