import { emptyTables } from '@carillon/testkit/empty-tables';
import { seedCronJobs } from '@carillon/testkit/seed';
import { eq, sql } from 'drizzle-orm';
import { cronJobs, runs, runTurns } from '../../../src/db/schema/index.js';
import type { StartedRun } from '../../../src/db/queries/start-runs.js';
import type { PolicyChoices } from '../../../src/domain/policy/run-policy.js';
import { admitWaitingRuns } from '../../../src/engine/admit-waiting-runs.js';
import { finishRuns, type FinishedRun } from '../../../src/engine/finish-runs.js';
import { startRunBatch } from '../../../src/engine/start-run-batch.js';
import { setUp as setUpTargets } from '../cron-targets/support.js';

/** A database with a user whose cron jobs let one run at a time go on, and the verbs around it. */
export async function setUp() {
  const base = await setUpTargets();
  const { database, userId } = base;
  const { db, pool } = database;
  /** A cron job that calls, not due by itself. */
  const exclusive = async (policy: PolicyChoices, fields: Partial<typeof cronJobs.$inferInsert> = {}) => {
    const [id = ''] = await seedCronJobs(db, 1, { userId, nextRunAt: null, policy, ...fields });
    return id;
  };
  /** Lets one instant of a cron job fall due and claims it; its row of the ledger. */
  const fire = async (cronJobId: string) => {
    await pool.query('UPDATE cron_jobs SET next_run_at = clock_timestamp() WHERE id = $1', [cronJobId]);
    await base.claim();
    return last(cronJobId);
  };
  const last = async (cronJobId: string) => {
    const [row] = await db
      .select()
      .from(runs)
      .where(eq(runs.cronJobId, cronJobId))
      .orderBy(sql`scheduled_for DESC`)
      .limit(1);
    if (row === undefined) throw new Error('nothing in the ledger');
    return row;
  };
  const run = async (id: string) => {
    const [row] = await db.select().from(runs).where(eq(runs.id, id));
    if (row === undefined) throw new Error(`no run ${id}`);
    return row;
  };
  /** As a worker that got the run's batch. */
  const start = async ({ id, batchId }: { id: string; batchId: string | null }): Promise<StartedRun | null> => {
    const { runs: started } = await startRunBatch(database, { batchId: batchId ?? '', runIds: [id] });
    return started[0] ?? null;
  };
  const mustStart = async (row: { id: string; batchId: string | null }) => {
    const started = await start(row);
    if (started === null) throw new Error(`run ${row.id} did not start`);
    return started;
  };
  const finish = (started: StartedRun, status = 200) => finishRuns(pool, [outcomeOf(started, status)]);
  const admit = () => admitWaitingRuns({ db, node: 'srv1', limit: 100 });
  const turns = async (cronJobId: string) => {
    const rows = await db
      .select()
      .from(runTurns)
      .where(eq(runTurns.cronJobId, cronJobId))
      .orderBy(runTurns.scheduledFor);
    const ids = (waiting: boolean) => rows.filter((row) => row.waiting === waiting).map((row) => row.runId);
    return { holder: ids(false)[0] ?? null, waiting: ids(true) };
  };
  const change = (cronJobId: string, fields: Partial<typeof cronJobs.$inferInsert>) =>
    db.update(cronJobs).set(fields).where(eq(cronJobs.id, cronJobId));
  // Turns first: a run that is deleted would hand its turn on.
  const clear = () => emptyTables(pool, 'run_turns', 'runs', 'run_batches', 'worker_jobs', 'usage_months', 'cron_jobs');
  return { ...base, exclusive, fire, last, run, start, mustStart, finish, admit, turns, change, clear };
}

export type Setup = Awaited<ReturnType<typeof setUp>>;

/** What a worker writes at the end of a call. */
export function outcomeOf(started: StartedRun, status = 200): FinishedRun {
  return {
    ...started,
    scheduledFor: new Date(started.scheduledFor),
    startedAt: new Date(started.startedAt),
    url: null,
    state: status === 200 ? 'succeeded' : 'failed',
    result: {
      status,
      durationMs: 5,
      ttfbMs: 4,
      connection: null,
      headers: {},
      body: null,
      truncated: false,
      error: null,
    },
    manual: started.queue === 'manual-runs',
    retryInMs: null,
  };
}
