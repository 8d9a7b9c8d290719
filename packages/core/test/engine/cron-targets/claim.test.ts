import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { emptyTables } from '@carillon/testkit/empty-tables';
import { createGate } from '@carillon/testkit/gate';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { eq, sql } from 'drizzle-orm';
import type { PoolClient } from 'pg';
import { listen } from '../../../src/db/listen.js';
import { dropRunPartition } from '../../../src/db/queries/run-partitions.js';
import { cancelRuns, startRuns } from '../../../src/db/queries/start-runs.js';
import { insertWorkerJobsOfRuns } from '../../../src/db/queries/worker-jobs-of-runs.js';
import { cronJobs, plans, runBatches, runs, usageMonths } from '../../../src/db/schema/index.js';
import { formatRunId } from '../../../src/domain/ids.js';
import { partitionDay } from '../../../src/domain/run/partition.js';
import { deleteCronJob } from '../../../src/engine/delete-cron-job.js';
import { reconcileRunBatches } from '../../../src/engine/reconcile-run-batches.js';
import { setUp, TARGET, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => emptyTables(s.database.pool, 'run_batches', 'runs', 'worker_jobs', 'usage_months', 'cron_jobs'));

describe('a due instant of a cron job that makes worker jobs', () => {
  test('is a queued run without a batch and one worker job that says which run it is', async () => {
    const [cronJobId = ''] = await s.seed(1);
    expect(await s.claim()).toMatchObject({ cronJobs: 1, queued: 1, skipped: 0, missed: 0, batches: [] });
    const [run] = await s.ledger();
    expect(run).toMatchObject({ cronJobId, state: 'queued', batchId: null, url: 'worker-job:email', type: 'AUTO' });
    const [job, ...more] = await s.jobs();
    expect(more).toEqual([]);
    expect(job).toMatchObject({
      key: expect.stringMatching(/^srv1-job-[0-9a-f]{32}$/),
      userId: s.userId,
      tenantId: 'default',
      type: 'email',
      state: 'CREATED',
      ready: true,
      retries: 3,
      originalRetries: 3,
      timeoutMs: 120_000,
      runId: run?.id,
      scheduledFor: run?.scheduledFor,
      customHeaders: {
        'Carillon-Job-Id': cronJobId,
        'Carillon-Run-Id': formatRunId(run?.id ?? ''),
        'Carillon-Scheduled-For': run?.scheduledFor.toISOString(),
      },
    });
    expect((await s.cronJob(cronJobId)).runCount).toBe(1);
    expect(await s.database.db.$count(runBatches)).toBe(0);
  });

  test('has variables as they were sent, in their order, and counts their bytes', async () => {
    await s.seed(1);
    await s.claim();
    const { rows } = await s.database.pool.query<{ text: string; bytes: number }>(
      'SELECT variables::text AS text, variables_bytes AS bytes FROM worker_jobs',
    );
    const text = JSON.stringify(TARGET.variables);
    expect(rows).toEqual([{ text, bytes: Buffer.byteLength(text) }]);
  });

  test('is one worker job each, however many schedulers claim at once', async () => {
    await s.seed(300);
    await Promise.all(Array.from({ length: 6 }, () => s.claim(60)));
    await s.claim();
    const jobs = await s.jobs();
    const entered = (await s.ledger()).map((run) => run.id);
    expect(entered).toHaveLength(300);
    expect(jobs.map((job) => job.runId).sort()).toEqual(entered.sort());
  });

  test('makes no second worker job when the ledger has it already', async () => {
    const nextRunAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 1_000);
    const [id = ''] = await s.seed(1, { nextRunAt });
    await s.claim();
    await s.database.db.update(cronJobs).set({ nextRunAt }).where(eq(cronJobs.id, id));
    await s.claim();
    expect(await s.ledger()).toHaveLength(1);
    expect(await s.jobs()).toHaveLength(1);
  });

  test('has one job, however often it is entered', async () => {
    await s.seed(1);
    await s.claim();
    const [run] = await s.ledger();
    const again = { runId: run?.id ?? '', customHeaders: '{}' };
    await insertWorkerJobsOfRuns(s.database.db, [{ ...again, key: 'srv1-job-again' }]);
    await insertWorkerJobsOfRuns(s.database.db, [
      { ...again, key: 'srv1-job-third' },
      { ...again, key: 'srv1-job-fourth' },
    ]);
    expect((await s.jobs()).map((job) => job.runId)).toEqual([run?.id]);
  });

  test('cannot have two worker jobs: Postgres refuses the second', async () => {
    await s.seed(1);
    await s.claim();
    const twice = s.database.pool.query(
      `INSERT INTO worker_jobs SELECT (jsonb_populate_record(w, '{"key": "srv1-job-second"}')).* FROM worker_jobs w`,
    );
    await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'worker_jobs_once_per_run' });
  });

  test('wakes the workers once for each type', async () => {
    const told: string[] = [];
    const [connected, marked] = [createGate(), createGate()];
    const listener = listen({
      url: s.url,
      channel: 'carillon_worker_jobs',
      onNotify: (payload) => (payload === 'end' ? marked.open() : told.push(payload)),
      onConnected: () => connected.open(),
      onError: () => undefined,
    });
    await connected.opened;
    await s.seed(20);
    await s.seed(20, { target: { ...TARGET, type: 'sms' } });
    await s.claim();
    await s.database.pool.query(`SELECT pg_notify('carillon_worker_jobs', 'end')`);
    await marked.opened;
    expect(told.sort()).toEqual([`${s.userId}/email`, `${s.userId}/sms`]);
    await listener.close();
  });

  test('beyond the month or missed makes none', async () => {
    const userId = await seedUser(s.database.db, 'FREE');
    const month = sql`date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC')::date`;
    const [free] = await s.database.db.select().from(plans).where(eq(plans.name, 'FREE'));
    await s.database.db.insert(usageMonths).values({ userId, month, executions: (free?.monthlyRuns ?? 0) - 1 });
    await s.seed(3, { userId });
    expect(await s.claim()).toMatchObject({ queued: 1, skipped: 2 });
    expect(await s.jobs()).toHaveLength(1);
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await s.seed(1, { schedule: '* * * * *', nextRunAt: anHourAgo });
    const { queued, missed } = await s.claim();
    expect(queued).toBe(1);
    expect(missed).toBeGreaterThan(50);
    expect(await s.jobs()).toHaveLength(2);
  });

  test('is left alone by the reconciler and by the deletion of its cron job', async () => {
    const { cronJobId, job } = await s.oneActive();
    await deleteCronJob(
      s.database.db,
      { quotaTimezone: 'UTC' },
      { userId: s.userId, cronJobId, actor: { kind: 'command_line' } },
    );
    const round = await reconcileRunBatches(s.database, s.publisher, { limit: 100, rescueLost: true });
    expect(round.batches).toBe(0);
    expect(await s.complete(job.key)).toMatchObject({ kind: 'completed' });
    expect((await s.onlyRun()).stored.state).toBe('succeeded');
  });
});

describe('the ledger partition of a day', () => {
  test('stays while a worker job carries out a run of that day', async () => {
    const { job } = await s.oneActive();
    const day = partitionDay((await s.onlyRun()).stored.scheduledFor);
    expect(await dropRunPartition(s.database.db, day)).toBe('needed');
    await s.complete(job.key);
    expect(await dropRunPartition(s.database.db, day)).toBe('dropped');
  });
});

describe('cron jobs that call', () => {
  test('travel in batches as before beside those that make worker jobs', async () => {
    await s.seed(10);
    await seedCronJobs(s.database.db, 30, { userId: s.userId });
    const { queued, batches } = await s.claim();
    expect(queued).toBe(40);
    expect(batches.flatMap((batch) => batch.runIds)).toHaveLength(30);
    const inBatches = new Set(batches.flatMap((batch) => batch.runIds));
    for (const job of await s.jobs()) expect(inBatches.has(job.runId ?? '')).toBe(false);
  });

  test('send the same statements as ever when no worker job is to be made', async () => {
    await seedCronJobs(s.database.db, 30, { userId: s.userId });
    await s.claim();
    await seedCronJobs(s.database.db, 30, { userId: s.userId });
    const asked = await statementsOf(() => s.claim());
    expect(asked.filter((text) => text.includes('worker_jobs'))).toEqual([]);
  });

  test('and were changed to make worker jobs do not call any more; the ledger says why', async () => {
    const [id = ''] = await seedCronJobs(s.database.db, 1, { userId: s.userId });
    const { batches } = await s.claim();
    const [batch] = batches;
    if (batch === undefined) throw new Error('no batch');
    await s.database.db
      .update(cronJobs)
      .set({ target: TARGET, url: null, method: null, body: null })
      .where(eq(cronJobs.id, id));
    const lease = '00000000-0000-7000-8000-000000000001';
    expect(await startRuns(s.database.pool, batch, lease)).toEqual([]);
    expect(await cancelRuns(s.database.db, batch.id, batch.runIds, lease)).toBe(1);
    const [run] = await s.database.db.select().from(runs);
    expect(run).toMatchObject({ state: 'cancelled', reason: { code: 'cron_job_retargeted' } });
  });

  test('cannot have a worker job’s target beside a URL, nor neither', async () => {
    const [id = ''] = await seedCronJobs(s.database.db, 1, { userId: s.userId });
    const set = (columns: string) => s.database.pool.query(`UPDATE cron_jobs SET ${columns} WHERE id = '${id}'`);
    await expect(set('url = NULL')).rejects.toMatchObject({ constraint: 'cron_jobs_one_target' });
    const target = JSON.stringify(TARGET);
    await expect(set(`target = '${target}'`)).rejects.toMatchObject({ constraint: 'cron_jobs_one_target' });
    const bare = 'url = NULL, method = NULL, body = NULL';
    await expect(set(`${bare}, target = '{"kind":"workerJob"}'`)).rejects.toMatchObject({
      constraint: 'cron_jobs_target',
    });
    await set(`${bare}, target = '${target}'`);
  });
});

/** The statements that `work` sends to Postgres. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const asked: string[] = [];
  const record = (client: PoolClient) => {
    const send = client.query.bind(client) as (...args: unknown[]) => unknown;
    const recording = (...args: unknown[]) => {
      const [query] = args as [string | { text: string }];
      asked.push(typeof query === 'string' ? query : query.text);
      return send(...args);
    };
    Object.assign(client, { query: recording });
  };
  const restore = (_error: unknown, client: PoolClient) => void Reflect.deleteProperty(client, 'query');
  s.database.pool.on('acquire', record).on('release', restore);
  await work();
  s.database.pool.off('acquire', record).off('release', restore);
  expect(asked.length).toBeGreaterThan(3);
  return asked;
}
