import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { emptyTables } from '@carillon/testkit/empty-tables';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { eq, sql } from 'drizzle-orm';
import { inTransaction, openDatabase, type Database } from '../../src/db/client.js';
import { newId } from '../../src/db/ids.js';
import { cancelRuns, startRuns, type StartedRun } from '../../src/db/queries/start-runs.js';
import { deleteBatch, renewLeases } from '../../src/db/queries/run-batches.js';
import { cronJobs, plans, runBatches, runs, usageMonths } from '../../src/db/schema/index.js';
import { claimDueRuns } from '../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../src/engine/ensure-run-partitions.js';
import { finishRuns, type FinishedRun } from '../../src/engine/finish-runs.js';
import { reconcileRunBatches } from '../../src/engine/reconcile-run-batches.js';
import type { RunBatch } from '../../src/domain/run/batch.js';
import { openPublisher, type Publisher } from '../../src/queues/publish.js';
import { lookAgain, startRunBatch } from '../../src/engine/start-run-batch.js';

let server: TestDatabase;
let database: Database;
let publisher: Publisher;

beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 8 });
  publisher = openPublisher({ databaseUrl: server.url }, () => undefined);
});
afterAll(async () => {
  await publisher.close();
  await database.close();
  await server.close();
});
beforeEach(() => emptyTables(database.pool, 'run_batches', 'runs', 'usage_months', 'users'));

const unreadable: string[] = [];
const claim = (limit = 500) =>
  claimDueRuns({
    db: database.db,
    partitions: createRunPartitions(database.db),
    quotaTimezone: 'UTC',
    node: 'srv1',
    limit,
    onUnreadable: (id) => unreadable.push(id),
  });
const url = 'http://example.com/';
const seed = async (count: number, fields: Partial<typeof cronJobs.$inferInsert> = {}, plan?: string) => {
  const userId = await seedUser(database.db, plan);
  return { userId, ids: await seedCronJobs(database.db, count, { userId, url, ...fields }) };
};
const queuedRuns = () => database.db.$count(runs, eq(runs.state, 'queued'));
const startAll = async (batches: readonly RunBatch[]): Promise<StartedRun[]> =>
  (
    await Promise.all(batches.map((batch) => startRunBatch(database, { batchId: batch.id, runIds: batch.runIds })))
  ).flatMap((one) => one.runs);
const currentBatches = async (): Promise<RunBatch[]> => database.db.select().from(runBatches);
const reconcile = () => reconcileRunBatches(database, publisher, { limit: 100, rescueLost: true });
const ledger = () => database.db.select().from(runs).orderBy(runs.scheduledFor);
const claimAndStart = async (count: number): Promise<StartedRun[]> => {
  await seed(count);
  const { batches } = await claim();
  return startAll(batches);
};
const finished = (run: StartedRun, fields: Partial<FinishedRun['result']> = {}): FinishedRun => ({
  ...run,
  scheduledFor: new Date(run.scheduledFor),
  startedAt: new Date(run.startedAt),
  state: (fields.status ?? 200) === 200 ? 'succeeded' : 'failed',
  result: {
    status: 200,
    durationMs: 12,
    ttfbMs: 11,
    connection: null,
    headers: { a: 'b' },
    body: 'ok',
    truncated: false,
    error: null,
    ...fields,
  },
  manual: false,
  retryInMs: null,
});

describe('claiming due cron jobs', () => {
  test('enters each due instant once, queues it, and moves the job on', async () => {
    const { ids } = await seed(60, { schedule: '0 4 * * *' });
    const claimed = await claim();
    expect(claimed).toMatchObject({ cronJobs: 60, queued: 60, skipped: 0, missed: 0 });
    expect(claimed.batches.map((batch) => batch.runIds.length)).toEqual([25, 25, 10]);
    expect(await database.db.$count(runs)).toBe(60);
    expect(await queuedRuns()).toBe(60);
    expect(await database.db.$count(runBatches)).toBe(3);
    const [job] = await database.db
      .select()
      .from(cronJobs)
      .where(eq(cronJobs.id, ids[0] ?? ''));
    expect(job?.runCount).toBe(1);
    expect(job?.nextRunAt?.toISOString()).toMatch(/T04:00:00\.000Z$/);
    expect(job?.nextRunAt?.getTime()).toBeGreaterThan(Date.now());
    expect(await claim()).toMatchObject({ cronJobs: 0, queued: 0 });
  });

  test('eight claimers at once share the due jobs without doubling one', async () => {
    await seed(400);
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim(100)));
    const ids = claims.flatMap((one) => one.batches.flatMap((batch) => batch.runIds));
    const rest = await claim();
    expect(new Set([...ids, ...rest.batches.flatMap((batch) => batch.runIds)]).size).toBe(400);
    expect(await database.db.$count(runs)).toBe(400);
  });

  test('a due instant that is in the ledger already is not queued again, and holds back nobody in its claim', async () => {
    const nextRunAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 1_000);
    const { ids } = await seed(1, { nextRunAt });
    await claim();
    await database.db
      .update(cronJobs)
      .set({ nextRunAt })
      .where(eq(cronJobs.id, ids[0] ?? ''));
    await seed(2, { nextRunAt });
    expect(await claim()).toMatchObject({ cronJobs: 3 });
    expect(await database.db.$count(runs)).toBe(3);
    expect(await queuedRuns()).toBe(3);
    expect(await claim()).toMatchObject({ cronJobs: 0 });
  });

  test('a job whose schedule cannot be read is told of, and stops nobody else', async () => {
    const { ids } = await seed(1, { timezone: 'Mars/Olympus', nextRunAt: new Date(Date.now() - 5_000) });
    await seed(2);
    expect(await claim()).toMatchObject({ cronJobs: 3, queued: 2 });
    expect(unreadable).toEqual(ids);
    expect(await claim()).toMatchObject({ cronJobs: 0 });
  });

  test('disabled jobs and jobs not yet due stay untouched', async () => {
    await seed(1, { enabled: false });
    await seed(1, { nextRunAt: new Date(Date.now() + 60_000) });
    expect(await claim()).toMatchObject({ cronJobs: 0 });
  });

  test('after three hours down the latest instant runs and the others are missed rows that say why', async () => {
    await seed(1, {
      schedule: '*/30 * * * *',
      nextRunAt: new Date((Math.floor(Date.now() / 1_800_000) - 6) * 1_800_000),
    });
    expect(await claim()).toMatchObject({ cronJobs: 1, queued: 1, missed: 6 });
    const rows = await ledger();
    expect(rows.map((row) => row.state)).toEqual([...Array<string>(6).fill('missed'), 'queued']);
    expect(rows[0]).toMatchObject({ reason: { code: 'service_was_down' }, type: 'AUTO' });
    expect(rows[0]?.finishedAt).not.toBeNull();
  });

  test('a claim makes the ledger partition it needs, however long ago the instant was', async () => {
    const lastYear = new Date(Date.now() - 365 * 86_400_000);
    await seed(1, { schedule: '0 0 1 * *', nextRunAt: lastYear });
    await claim();
    const rows = await ledger();
    expect(rows[0]?.scheduledFor).toEqual(lastYear);
    expect(rows.at(-1)?.state).toBe('queued');
  });
});

describe('the monthly limit', () => {
  test('1,000 due with 137 left: 137 queued, 863 skipped with the reason, the counter at the limit', async () => {
    await database.db.update(plans).set({ monthlyRuns: 500 }).where(eq(plans.name, 'FREE'));
    const { userId } = await seed(1_000, {}, 'FREE');
    await database.db
      .insert(usageMonths)
      .values({ userId, month: sql`date_trunc('month', now() AT TIME ZONE 'UTC')::date`, executions: 363 });
    const claims = await Promise.all(Array.from({ length: 4 }, () => claim(250)));
    expect(claims.reduce((sum, one) => sum + one.queued, 0)).toBe(137);
    expect(await queuedRuns()).toBe(137);
    const skipped = (await ledger()).filter((row) => row.state === 'skipped');
    expect(skipped).toHaveLength(863);
    expect(skipped.every((row) => row.reason?.code === 'monthly_runs' && row.reason.current === 500)).toBe(true);
    expect(await database.db.select().from(usageMonths)).toMatchObject([{ executions: 500 }]);
  });

  test("one user's limit does not touch another's runs", async () => {
    const limited = await seed(3, {}, 'FREE');
    const { userId } = await seed(3);
    await database.db.insert(usageMonths).values({
      userId: limited.userId,
      month: sql`date_trunc('month', now() AT TIME ZONE 'UTC')::date`,
      executions: 500,
    });
    expect(await claim()).toMatchObject({ queued: 3, skipped: 3 });
    expect((await ledger()).filter((row) => row.state === 'queued').every((row) => row.userId === userId)).toBe(true);
  });
});

describe('starting runs', () => {
  test('a redelivered batch starts nothing a second time', async () => {
    await seed(5);
    const { batches } = await claim();
    const [first, second] = await Promise.all([startAll(batches), startAll(batches)]);
    expect([first.length, second.length].sort()).toEqual([0, 5]);
  });

  test('uses the definition as it stands at the start', async () => {
    const { ids } = await seed(1);
    const { batches } = await claim();
    await database.db
      .update(cronJobs)
      .set({ url: 'http://example.com/new', timeoutMs: 777 })
      .where(eq(cronJobs.id, ids[0] ?? ''));
    expect(await startAll(batches)).toMatchObject([{ url: 'http://example.com/new', timeoutMs: 777, attempt: 1 }]);
  });

  test('runs of a job disabled or deleted meanwhile are cancelled with the reason', async () => {
    const { ids } = await seed(2);
    const { batches } = await claim();
    await database.db
      .update(cronJobs)
      .set({ enabled: false })
      .where(eq(cronJobs.id, ids[0] ?? ''));
    await database.db.delete(cronJobs).where(eq(cronJobs.id, ids[1] ?? ''));
    expect(await startAll(batches)).toEqual([]);
    const rows = await ledger();
    expect(new Map(rows.map((row) => [row.cronJobId, [row.state, row.reason?.code]]))).toEqual(
      new Map([
        [ids[0], ['cancelled', 'cron_job_disabled']],
        [ids[1], ['cancelled', 'cron_job_deleted']],
      ]),
    );
    expect(await queuedRuns()).toBe(0);
  });
});

describe('finishing runs', () => {
  test('completes the ledger row, drops the hot row, notes the status on the job', async () => {
    const [run] = await claimAndStart(1);
    if (run === undefined) throw new Error('nothing started');
    expect(await finishRuns(database.pool, [finished(run)])).toEqual({ stale: 0 });
    const [row] = await ledger();
    expect(row).toMatchObject({
      state: 'succeeded',
      status: 200,
      durationMs: 12,
      responseBody: 'ok',
      responseHeaders: { a: 'b' },
      attempt: 1,
    });
    expect(row?.finishedAt?.getTime()).toBe((row?.startedAt?.getTime() ?? 0) + 12);
    expect(await queuedRuns()).toBe(0);
    expect(await database.db.select().from(cronJobs)).toMatchObject([
      { lastStatus: 'succeeded', consecutiveFailures: 0 },
    ]);
  });

  test('failures in a row are counted and a success ends the count', async () => {
    const { ids } = await seed(1, { schedule: '* * * * *' });
    for (const [status, failures] of [
      [500, 1],
      [500, 2],
      [200, 0],
    ] as const) {
      await database.db
        .update(cronJobs)
        .set({ nextRunAt: new Date(Date.now() - failures * 10 - status) })
        .where(eq(cronJobs.id, ids[0] ?? ''));
      const { batches } = await claim();
      const started = await startAll(batches);
      await finishRuns(
        database.pool,
        started.map((run) => finished(run, { status })),
      );
      expect(await database.db.select().from(cronJobs)).toMatchObject([{ consecutiveFailures: failures }]);
    }
  });

  test('a result that comes after the run was given to another worker changes nothing', async () => {
    const [first] = await claimAndStart(1);
    if (first === undefined) throw new Error('nothing started');
    await expireLeases();
    expect(await reconcile()).toMatchObject({ requeued: 1 });
    const [second] = await startAll(await currentBatches());
    expect(second?.attempt).toBe(2);
    expect(await finishRuns(database.pool, [finished(first, { body: 'late' })])).toEqual({ stale: 1 });
    if (second !== undefined) await finishRuns(database.pool, [finished(second, { body: 'in time' })]);
    expect(await ledger()).toMatchObject([{ responseBody: 'in time', attempt: 2 }]);
  });
});

const expireLeases = () =>
  database.pool.query(
    `UPDATE run_batches SET attention_at = clock_timestamp() - interval '1 second' WHERE state = 'running'`,
  );

describe('rescuing runs', () => {
  test('a renewed lease is left alone; an expired one brings its runs back as the next attempt in a new batch', async () => {
    const started = await claimAndStart(20);
    const { leaseToken = '', batchId = '' } = started[0] ?? {};
    expect(await renewLeases(database.pool, [leaseToken], [batchId])).toEqual(new Set([leaseToken]));
    expect(await reconcile()).toMatchObject({ requeued: 0 });
    await expireLeases();
    expect(await reconcile()).toMatchObject({ batches: 1, requeued: 20, givenUp: 0 });
    const [successor] = await database.db.select().from(runBatches);
    expect(successor).toMatchObject({ attempt: 2, lostLeases: 1, state: 'published', leaseToken: null });
    expect(successor?.id).not.toBe(batchId);
    expect(await renewLeases(database.pool, [leaseToken], [batchId])).toEqual(new Set());
    expect((await startAll(await currentBatches())).map((run) => run.attempt)).toEqual(Array(20).fill(2));
  });

  test('a batch that loses its worker twice goes on one by one, so that one bad run takes no neighbour with it', async () => {
    await claimAndStart(3);
    await expireLeases();
    await reconcile();
    await startAll(await currentBatches());
    await expireLeases();
    expect(await reconcile()).toMatchObject({ requeued: 3 });
    expect((await currentBatches()).map((batch) => batch.runIds.length)).toEqual([1, 1, 1]);
    const [poison, ...neighbours] = await startAll(await currentBatches());
    await finishRuns(
      database.pool,
      neighbours.map((run) => finished(run)),
    );
    await expireLeases();
    expect(await reconcile()).toMatchObject({ givenUp: 1, requeued: 0 });
    expect((await ledger()).map((row) => [row.id === poison?.runId, row.state]).sort()).toEqual([
      [false, 'succeeded'],
      [false, 'succeeded'],
      [true, 'failed'],
    ]);
  });

  test('only what is still held is brought back', async () => {
    const started = await claimAndStart(3);
    await finishRuns(
      database.pool,
      started.slice(0, 2).map((run) => finished(run)),
    );
    await expireLeases();
    expect(await reconcile()).toMatchObject({ requeued: 1 });
  });

  test('a run that loses its worker three times is given up, and the ledger says so', async () => {
    let started = await claimAndStart(1);
    for (let lost = 1; lost <= 3; lost++) {
      await expireLeases();
      await reconcile();
      started = await startAll(await currentBatches());
    }
    expect(started).toEqual([]);
    expect(await ledger()).toMatchObject([{ state: 'failed', errorCode: 'worker_lost', attempt: 3 }]);
    expect(await database.db.select().from(cronJobs)).toMatchObject([{ lastStatus: 'failed', consecutiveFailures: 1 }]);
  });

  test('two schedulers do not rescue the same runs twice', async () => {
    await claimAndStart(10);
    await expireLeases();
    const both = await Promise.all([reconcile(), reconcile()]);
    expect(both.reduce((sum, one) => sum + one.requeued, 0)).toBe(10);
  });

  test('a batch whose runs have all ended disappears, but only for the holder of its lease', async () => {
    const started = await claimAndStart(2);
    await finishRuns(
      database.pool,
      started.map((run) => finished(run)),
    );
    const { leaseToken = '', batchId = '' } = started[0] ?? {};
    await deleteBatch(database.pool, { batchId, leaseToken: batchId });
    expect(await currentBatches()).toHaveLength(1);
    await deleteBatch(database.pool, { batchId, leaseToken });
    expect(await currentBatches()).toEqual([]);
  });

  test('a run not given because its job was disabled ends, even if the job is enabled again a moment later', async () => {
    await seed(1);
    const { batches } = await claim();
    const [batch] = batches;
    if (batch === undefined) throw new Error('nothing claimed');
    const leaseToken = newId();
    await database.db.update(cronJobs).set({ enabled: false });
    expect(await startRuns(database.pool, batch, leaseToken)).toEqual([]);
    await database.db.update(cronJobs).set({ enabled: true });
    expect(await cancelRuns(database.db, batch.id, batch.runIds, leaseToken)).toBe(1);
    expect(await ledger()).toMatchObject([{ state: 'cancelled' }]);
  });

  test('a run that had to wait is looked at again: changed is called as it is now, paused or lost is not called', async () => {
    const [first, second, third] = await claimAndStart(3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('nothing started');
    const change = (run: StartedRun, fields: Partial<typeof cronJobs.$inferInsert>) =>
      database.db.update(cronJobs).set(fields).where(eq(cronJobs.id, run.cronJobId));
    await change(first, { url: 'http://example.com/changed' });
    await change(second, { enabled: false });
    expect(await lookAgain(database, first)).toMatchObject({ url: 'http://example.com/changed' });
    expect(await lookAgain(database, second)).toBeNull();
    expect((await ledger()).map((row) => row.state).sort()).toEqual(['cancelled', 'queued', 'queued']);
    await expireLeases();
    await reconcile();
    expect(await lookAgain(database, third)).toBeNull();
    expect((await ledger()).filter((row) => row.state === 'cancelled')).toHaveLength(1);
  });

  test('disabling a job while its run is being called does not end the run, even if its message comes again', async () => {
    const started = await claimAndStart(1);
    await database.db.update(cronJobs).set({ enabled: false });
    expect(await startAll(await currentBatches())).toEqual([]);
    await finishRuns(
      database.pool,
      started.map((run) => finished(run)),
    );
    expect(await ledger()).toMatchObject([{ state: 'succeeded' }]);
  });
});

describe('publishing', () => {
  test('a batch committed but never published is published, once, by whichever scheduler finds it', async () => {
    await seed(5);
    const { batches } = await claim();
    await database.pool.query(`UPDATE run_batches SET attention_at = clock_timestamp() - interval '1 second'`);
    await Promise.all([reconcile(), reconcile()]);
    expect(await publisher.isPending(batches[0] as RunBatch)).toBe(true);
    expect(await publisher.depth('runs')).toBeGreaterThanOrEqual(1);
    expect(await database.db.select().from(runBatches)).toMatchObject([{ state: 'published', publication: 1 }]);
  });

  test('a published batch that waits behind a backlog is put off; one that the queue has lost is sent anew', async () => {
    await seed(5);
    const { batches } = await claim();
    const overdue = () =>
      database.pool.query(`UPDATE run_batches SET attention_at = clock_timestamp() - interval '1 second'`);
    await overdue();
    await reconcile();
    await overdue();
    expect(await reconcile()).toMatchObject({ batches: 1, lostByQueue: 0 });
    await database.pool.query('TRUNCATE bullmq.job CASCADE');
    await overdue();
    expect(await reconcile()).toMatchObject({ batches: 1, lostByQueue: 1 });
    expect(await publisher.isPending({ ...(batches[0] as RunBatch), publication: 2 })).toBe(true);
    expect(await startAll(await currentBatches())).toHaveLength(5);
  });
});

test('a transaction whose work fails leaves nothing behind and gives its connection back', async () => {
  const attempt = inTransaction(database.pool, async (pg) => {
    await pg.query(
      `INSERT INTO run_batches (id, queue, run_ids, attention_at) VALUES (gen_random_uuid(), 'runs', '{}', now())`,
    );
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow('no');
  expect(await database.db.$count(runBatches)).toBe(0);
  expect(database.pool.idleCount).toBe(database.pool.totalCount);
});

test('a connection lost inside a transaction fails that transaction and nothing else', async () => {
  const errors: Error[] = [];
  const own = openDatabase({ url: server.url, max: 1, onError: (error) => errors.push(error) });
  const suicide = own.db.transaction((tx) => tx.execute(sql`SELECT pg_terminate_backend(pg_backend_pid())`));
  await expect(suicide).rejects.toThrow();
  expect((await own.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await own.close();
});
