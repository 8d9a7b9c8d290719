import { sql } from 'drizzle-orm';
import type { RunState } from '../../domain/run/states.js';
import type { Db } from '../client.js';
import { epochMs, plainArray, rowsOf } from '../sql.js';

/** A span of instants, the second not in it. */
export interface Span {
  from: Date;
  to: Date;
}

/** A scheduled run in the ledger. */
export interface ScheduledRun {
  runId: string;
  /** Epoch milliseconds. */
  atMs: number;
  state: RunState;
}

/** The scheduled runs of a cron job in a span, at most `limit`, earliest first. */
export function selectScheduledRuns(
  db: Db,
  cronJobId: string,
  { from, to }: Span,
  limit: number,
): Promise<ScheduledRun[]> {
  return rowsOf<ScheduledRun>(
    db,
    sql`SELECT id AS "runId", ${epochMs(sql`scheduled_for`)} AS "atMs", state FROM runs
        WHERE cron_job_id = ${cronJobId}::uuid AND type = 'AUTO'
          AND scheduled_for >= ${from.toISOString()}::timestamptz AND scheduled_for < ${to.toISOString()}::timestamptz
        ORDER BY scheduled_for LIMIT ${limit}`,
  );
}

/** Which of the runs have been repeated. A repeat is due later than what it repeats, so `since` leaves partitions out. */
export async function selectReplayed(db: Db, runIds: readonly string[], since: Date): Promise<Set<string>> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`SELECT DISTINCT replay_of AS id FROM runs
        WHERE replay_of = ANY(${plainArray(runIds)}::uuid[]) AND replay_of IS NOT NULL
          AND scheduled_for >= ${since.toISOString()}::timestamptz`,
  );
  return new Set(rows.map((row) => row.id));
}

/** The instants in a span that the ledger has of a cron job, as epoch milliseconds. */
export async function selectTakenInstants(db: Db, cronJobId: string, { from, to }: Span): Promise<Set<number>> {
  const rows = await rowsOf<{ atMs: number }>(
    db,
    sql`SELECT ${epochMs(sql`scheduled_for`)} AS "atMs" FROM runs
        WHERE cron_job_id = ${cronJobId}::uuid
          AND scheduled_for >= ${from.toISOString()}::timestamptz AND scheduled_for <= ${to.toISOString()}::timestamptz`,
  );
  return new Set(rows.map((row) => row.atMs));
}

/** Counts runs on their cron job, the last of which was due at an instant. */
export async function countBackfilled(
  db: Db,
  cronJobId: string,
  { count, last }: { count: number; last: Date },
): Promise<void> {
  await db.execute(
    sql`UPDATE cron_jobs SET run_count = run_count + ${count}, last_run_at = GREATEST(last_run_at, ${last.toISOString()}::timestamptz)
        WHERE id = ${cronJobId}::uuid`,
  );
}
