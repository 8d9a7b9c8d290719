import { seedCronJobs } from '@carillon/testkit/seed';
import { waitFor } from '@carillon/testkit/wait-for';
import { asc, eq } from 'drizzle-orm';
import { cronJobs, runs, workerJobs } from '../../../src/db/schema/index.js';
import type { CronTarget } from '../../../src/domain/target/cron-target.js';
import { claimDueRuns } from '../../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../../src/engine/ensure-run-partitions.js';
import { listRuns } from '../../../src/engine/list-runs.js';
import { requestManualRun } from '../../../src/engine/request-manual-run.js';
import { openPublisher } from '../../../src/queues/publish.js';
import { setUp as setUpWorkerJobs } from '../worker-jobs/support.js';

export const TARGET: CronTarget = {
  kind: 'workerJob',
  tenantId: 'default',
  type: 'email',
  variables: { z: 1, a: { to: 'あ' } },
  retries: 3,
  timeoutMs: 120_000,
};

/** A database with a user whose cron jobs make worker jobs, and the verbs of both sides. */
export async function setUp() {
  const base = await setUpWorkerJobs();
  const { database, userId } = base;
  const { db } = database;
  const publisher = openPublisher({ databaseUrl: base.url }, () => undefined);
  const options = { db, quotaTimezone: 'UTC', node: 'srv1' };
  const seed = (count: number, fields: Partial<typeof cronJobs.$inferInsert> = {}) =>
    seedCronJobs(db, count, { userId, target: TARGET, ...fields });
  const claim = (limit = 500) =>
    claimDueRuns({ ...options, partitions: createRunPartitions(db), limit, onUnreadable: () => undefined });
  /** As if every cron job were due at this instant. */
  const fireNow = async () => {
    await base.database.pool.query('UPDATE cron_jobs SET next_run_at = clock_timestamp()');
    await claim();
  };
  /** Until somebody listens on a channel. */
  const listening = (channel: string) =>
    waitFor(`a listener on ${channel}`, async () => {
      const sql = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1
        AND state = 'idle' AND query LIKE 'LISTEN%'`;
      return ((await base.database.pool.query(sql, [`carillon-listen-${channel}`])).rowCount ?? 0) > 0;
    });
  const execute = (cronJobId: string) =>
    requestManualRun(
      { ...options, partitions: createRunPartitions(db), publisher, onPublishError: () => undefined },
      { userId, cronJobId },
    );
  const ledger = () => db.select().from(runs).orderBy(asc(runs.scheduledFor), asc(runs.id));
  const jobs = () => db.select().from(workerJobs).orderBy(asc(workerJobs.key));
  const cronJob = async (id: string) => {
    const [row] = await db.select().from(cronJobs).where(eq(cronJobs.id, id));
    if (row === undefined) throw new Error(`no cron job ${id}`);
    return row;
  };
  /** The only run, as the ledger has it and as it is shown. */
  const onlyRun = async () => {
    const [stored] = await ledger();
    const [shown] = (await listRuns(db, { userId, limit: 10 })).items;
    if (stored === undefined || shown === undefined) throw new Error('no run');
    return { stored, shown };
  };
  /** One due instant, claimed, and its worker job in the hands of a worker. */
  const oneActive = async (fields: Partial<typeof cronJobs.$inferInsert> = {}) => {
    const [cronJobId = ''] = await seed(1, fields);
    await claim();
    return { cronJobId, job: await base.activateOne() };
  };
  const close = async () => {
    await publisher.close();
    await base.close();
  };
  return {
    ...base,
    publisher,
    seed,
    claim,
    fireNow,
    listening,
    execute,
    ledger,
    jobs,
    cronJob,
    onlyRun,
    oneActive,
    close,
  };
}

export type Setup = Awaited<ReturnType<typeof setUp>>;
