import { sql, type SQL } from 'drizzle-orm';
import type { RunBatch } from '../../domain/run/batch.js';
import type { PolicyChoices } from '../../domain/policy/run-policy.js';
import type { RunReason } from '../../domain/run/reason.js';
import type { Db } from '../client.js';
import { arrayOf, epochMs, hasSqlState, plainArray, rowsOf, wholeMs } from '../sql.js';
import { publishInterval } from './intervals.js';
import { LEDGER_TARGET } from './target-sql.js';

/** A cron job that is due, locked until the transaction ends. */
export interface DueCronJob {
  id: string;
  /** Where the row stands; holds until the transaction ends, since the row is locked. */
  rowId: string;
  userId: string;
  /** As the ledger has it. */
  url: string;
  /** A run of it is carried out by a worker job, not by a call. */
  makesWorkerJob: boolean;
  schedule: string;
  timezone: string;
  dstGap: 'shift' | 'skip';
  dstFold: 'first' | 'second' | 'both';
  /** Epoch milliseconds. */
  nextRunAt: number;
  policy: PolicyChoices | null;
  hasWebhook: boolean;
}

/**
 * Locks up to `limit` due cron jobs, earliest first, passing over those another scheduler holds. `enabled` is written
 * as the index predicate has it, so the planner can use the partial index.
 * @param exceptUsers whose cron jobs are passed over: they have so many due that others would wait behind them.
 */
export function lockDueCronJobs(db: Db, limit: number, exceptUsers: readonly string[] = []): Promise<DueCronJob[]> {
  const others = exceptUsers.length === 0 ? sql`` : sql` AND c.user_id <> ALL(${plainArray(exceptUsers)}::text[])`;
  return rowsOf<DueCronJob>(
    db,
    sql`SELECT c.id, c.ctid::text AS "rowId", c.user_id AS "userId", ${LEDGER_TARGET}, c.schedule, c.timezone,
          c.dst_gap AS "dstGap", c.dst_fold AS "dstFold", c.policy, c.has_webhook AS "hasWebhook",
          ${sql.raw(wholeMs('c.next_run_at'))} AS "nextRunAt"
        FROM cron_jobs c
        WHERE c.enabled AND c.next_run_at <= statement_timestamp()${others}
        ORDER BY c.next_run_at, c.id LIMIT ${limit}
        FOR UPDATE OF c SKIP LOCKED`,
  );
}

/** What the plan of a user says of a claim. */
export interface ClaimLimits {
  userId: string;
  monthlyRuns: number | null;
  logRetentionDays: number;
  /** The Postgres clock, epoch milliseconds; the same for all. */
  now: number;
}

/**
 * The limits of users, and the instant of the claim. Not columns of the lock above: a claim has many cron jobs of few
 * users, and three columns with their join took a third of it.
 */
export function readClaimLimits(db: Db, userIds: Iterable<string>): Promise<ClaimLimits[]> {
  return rowsOf<ClaimLimits>(
    db,
    sql`SELECT u.id AS "userId", p.monthly_runs AS "monthlyRuns", p.log_retention_days AS "logRetentionDays",
          ${sql.raw(wholeMs('statement_timestamp()'))} AS now
        FROM users u JOIN plans p ON p.name = u.plan WHERE u.id = ANY(${plainArray([...userIds])}::text[])`,
  );
}

/** The earliest instant at which a cron job is due, absolute and from now by the Postgres clock; null when none is. */
export async function readNextDue(db: Db): Promise<{ dueAt: Date; dueInMs: number } | null> {
  const [row] = await rowsOf<{ dueAt: number | null; now: number }>(
    db,
    sql`SELECT ${epochMs(sql`min(next_run_at)`)} AS "dueAt", ${epochMs(sql`clock_timestamp()`)} AS now FROM cron_jobs WHERE enabled`,
  );
  if (row === undefined || row.dueAt === null) return null;
  return { dueAt: new Date(row.dueAt), dueInMs: row.dueAt - row.now };
}

/** A new row of the ledger, as the claim or a manual run makes it. */
export interface NewRun {
  id: string;
  scheduledFor: Date;
  cronJobId: string;
  userId: string;
  url: string;
  makesWorkerJob: boolean;
  state: 'queued' | 'skipped' | 'missed';
  reason: RunReason | null;
  /** The batch it travels in; null unless it is queued for a call. */
  batchId: string | null;
  /** Its cron job lets one run at a time go on: this one has the turn, or waits for it and is not sent yet. */
  turn?: 'holds' | 'waits';
  /** The run that it repeats. */
  replayOf?: string;
}

/** What becomes of a due instant that is in the ledger already: it is left out, or the statement fails (`isTakenInstant`). */
export type TakenInstants = 'leave_out' | 'refuse';

/**
 * Writes ledger rows. Instants travel as epoch milliseconds, which both sides read faster than text.
 * @param taken to refuse them is a sixth cheaper than to leave them out: Postgres need not look before it writes.
 * @returns how many were written.
 */
export async function insertLedgerRows(
  db: Db,
  runs: readonly NewRun[],
  type: 'AUTO' | 'MANUAL',
  taken: TakenInstants = 'leave_out',
): Promise<number> {
  const { rowCount } = await db.execute(
    sql`INSERT INTO runs (id, scheduled_for, cron_job_id, user_id, type, state, url, batch_id, reason, exclusive, replay_of, finished_at)
        SELECT id, to_timestamp(due_ms / 1000), cron_job_id, user_id, ${type}, state, url, batch_id, reason,
          coalesce(exclusive, false), replay_of, CASE WHEN state = 'queued' THEN NULL ELSE statement_timestamp() END
        FROM unnest(
          ${plainArray(runs.map((run) => run.id))}::uuid[], ${plainArray(runs.map((run) => run.scheduledFor.getTime()))}::float8[],
          ${plainArray(runs.map((run) => run.cronJobId))}::uuid[], ${plainArray(runs.map((run) => run.userId))}::text[],
          ${arrayOf(runs.map((run) => run.url))}::text[], ${plainArray(runs.map((run) => run.state))}::text[],
          ${reasonsOf(runs)}::jsonb[], ${plainArray(runs.map((run) => run.batchId))}::uuid[], ${exclusiveOf(runs)}::boolean[],
          ${replaysOf(runs)}::uuid[]
        ) AS d(id, due_ms, cron_job_id, user_id, url, state, reason, batch_id, exclusive, replay_of)
        ${taken === 'leave_out' ? sql`ON CONFLICT (cron_job_id, scheduled_for) DO NOTHING` : sql``}`,
  );
  return rowCount ?? 0;
}

/** True for the error of a due instant that was to be refused. */
export const isTakenInstant = (error: unknown): boolean => hasSqlState(error, '23505');

/** No array where no run has a reason, as in most claims: what a shorter column lacks, `unnest` makes null. */
function reasonsOf(runs: readonly NewRun[]): SQL {
  if (runs.every((run) => run.reason === null)) return sql`NULL`;
  return arrayOf(runs.map((run) => (run.reason === null ? null : JSON.stringify(run.reason))));
}

/** As with reasons: most runs take no turns, and repeat nothing. */
function exclusiveOf(runs: readonly NewRun[]): SQL {
  if (runs.every((run) => run.turn === undefined)) return sql`NULL`;
  return sql`${plainArray(runs.map((run) => run.turn !== undefined))}`;
}

function replaysOf(runs: readonly NewRun[]): SQL {
  if (runs.every((run) => run.replayOf === undefined)) return sql`NULL`;
  return sql`${plainArray(runs.map((run) => run.replayOf ?? null))}`;
}

/** A run batch as it is made. */
export type NewRunBatch = RunBatch & {
  /** Whose runs they all are; null when they are several users'. */
  userId: string | null;
};

/** Writes run batches, not yet published; a herd's are kept back until its queue has room (`releaseBatches`). */
export async function insertRunBatches(db: Db, batches: readonly NewRunBatch[]): Promise<void> {
  await db.execute(
    sql`INSERT INTO run_batches (id, queue, user_id, run_ids, state, attention_at)
        SELECT id, queue, user_id, run_ids::uuid[], CASE WHEN queue = 'herd-runs' THEN 'backlog' ELSE 'unpublished' END,
          CASE WHEN queue = 'herd-runs' THEN 'infinity' ELSE statement_timestamp() + ${sql.raw(publishInterval)} END
        FROM unnest(${plainArray(batches.map((batch) => batch.id))}::uuid[], ${plainArray(batches.map((batch) => batch.queue))}::text[],
          ${arrayOf(batches.map((batch) => batch.userId))}::text[],
          ${arrayOf(batches.map((batch) => plainArray(batch.runIds)))}::text[]) AS b(id, queue, user_id, run_ids)`,
  );
}

/** How far a cron job has come: its next due instant, the last one run, and how many runs were added. */
export interface CronJobAdvance {
  rowId: string;
  nextRunAt: Date | null;
  lastRunAt: Date | null;
  added: number;
}

/**
 * Moves claimed cron jobs on. They are locked by this transaction, so their place (ctid) cannot have changed: a lookup by
 * place costs half of one by id, and the planner cannot fall for a scan of the whole table.
 */
export async function advanceCronJobs(db: Db, advances: readonly CronJobAdvance[]): Promise<void> {
  const epoch = (instant: Date | null) => instant?.getTime() ?? null;
  // Until the commit: the planner would rather hash a table of moderate size whole than visit 500 places.
  await db.execute(sql`SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`);
  await db.execute(
    sql`UPDATE cron_jobs c SET next_run_at = to_timestamp(a.next_ms / 1000),
          last_run_at = coalesce(to_timestamp(a.last_ms / 1000), c.last_run_at), run_count = c.run_count + a.added
        FROM unnest(
          ${plainArray(advances.map((a) => `"${a.rowId}"`))}::tid[], ${plainArray(advances.map((a) => epoch(a.nextRunAt)))}::float8[],
          ${plainArray(advances.map((a) => epoch(a.lastRunAt)))}::float8[], ${plainArray(advances.map((a) => a.added))}::int[]
        ) AS a(row_id, next_ms, last_ms, added)
        WHERE c.ctid = a.row_id`,
  );
}
