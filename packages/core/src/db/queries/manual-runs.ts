import { sql } from 'drizzle-orm';
import type { PolicyChoices } from '../../domain/policy/run-policy.js';
import type { Db } from '../client.js';
import { epochMs, rowsOf } from '../sql.js';
import { dueRange } from './start-runs.js';
import { LEDGER_TARGET } from './target-sql.js';

/** A cron job about to be run by hand, locked until the transaction ends. */
export interface ManualTarget {
  url: string;
  makesWorkerJob: boolean;
  policy: PolicyChoices | null;
  monthlyRuns: number | null;
  /** The Postgres clock, epoch milliseconds. */
  now: number;
}

/** Locks a user's cron job for a manual run; null when there is none of that id for this user. */
export async function lockManualTarget(db: Db, userId: string, cronJobId: string): Promise<ManualTarget | null> {
  const [row] = await rowsOf<ManualTarget>(
    db,
    sql`SELECT ${LEDGER_TARGET}, c.policy, p.monthly_runs AS "monthlyRuns", ${epochMs(sql`clock_timestamp()`)} AS now
        FROM cron_jobs c JOIN users u ON u.id = c.user_id JOIN plans p ON p.name = u.plan
        WHERE c.id = ${cronJobId}::uuid AND c.user_id = ${userId} FOR NO KEY UPDATE OF c`,
  );
  return row ?? null;
}

/** True when the ledger has a run of the cron job under this instant. */
export async function isInstantTaken(db: Db, cronJobId: string, at: Date): Promise<boolean> {
  const rows = await rowsOf(
    db,
    sql`SELECT FROM runs WHERE cron_job_id = ${cronJobId}::uuid AND scheduled_for = ${at.toISOString()}::timestamptz`,
  );
  return rows.length > 0;
}

/** Counts a manual run on its cron job. */
export async function countManualRun(db: Db, cronJobId: string, at: Date): Promise<void> {
  await db.execute(
    sql`UPDATE cron_jobs SET run_count = run_count + 1, last_run_at = ${at.toISOString()}::timestamptz WHERE id = ${cronJobId}::uuid`,
  );
}

/** True when nothing more can happen to the run. */
export async function isRunFinal(db: Db, runId: string): Promise<boolean> {
  const [due] = dueRange([runId]);
  const rows = await rowsOf(
    db,
    sql`SELECT FROM runs WHERE id = ${runId}::uuid AND scheduled_for = ${due}::timestamptz AND state = 'queued'`,
  );
  return rows.length === 0;
}
