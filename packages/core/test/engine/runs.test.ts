import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { eq, sql } from 'drizzle-orm';
import { inTransaction, openDatabase, type Database } from '../../src/db/client.js';
import type { StartedRun } from '../../src/db/queries/start-runs.js';
import { deleteLeases, renewLeases } from '../../src/db/queries/leases.js';
import { cronJobs, liveRuns, plans, runBatches, runs, usageMonths } from '../../src/db/schema/index.js';
import { claimDueRuns } from '../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../src/engine/ensure-run-partitions.js';
import { finishRuns, type FinishedRun } from '../../src/engine/finish-runs.js';
import { rescueLostRuns } from '../../src/engine/rescue-runs.js';
import { startRunBatch } from '../../src/engine/start-run-batch.js';

let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 8 });
});
afterAll(async () => {
  await database.close();
  await server.close();
});
beforeEach(() =>
  database.pool.query('TRUNCATE users, cron_jobs, runs, live_runs, run_leases, run_batches, usage_months CASCADE'),
);

const claim = (limit = 500) =>
  claimDueRuns({ db: database.db, partitions: createRunPartitions(database.db), quotaTimezone: 'UTC', limit });
const url = 'http://example.com/';
const seed = async (count: number, fields: Partial<typeof cronJobs.$inferInsert> = {}, plan?: string) => {
  const userId = await seedUser(database.db, plan);
  return { userId, ids: await seedCronJobs(database.db, count, { userId, url, ...fields }) };
};
const ledger = () => database.db.select().from(runs).orderBy(runs.scheduledFor);
const claimAndStart = async (count: number): Promise<StartedRun[]> => {
  await seed(count);
  const { batches } = await claim();
  return startRunBatch(
    database,
    batches.flatMap((batch) => batch.runIds),
  );
};
const finished = (run: StartedRun, fields: Partial<FinishedRun['result']> = {}): FinishedRun => ({
  ...run,
  scheduledFor: new Date(run.scheduledFor),
  startedAt: new Date(run.startedAt),
  state: (fields.status ?? 200) === 200 ? 'succeeded' : 'failed',
  result: { status: 200, durationMs: 12, headers: { a: 'b' }, body: 'ok', truncated: false, error: null, ...fields },
  manual: false,
});

describe('claiming due cron jobs', () => {
  test('enters each due instant once, queues it, and moves the job on', async () => {
    const { ids } = await seed(60, { schedule: '0 4 * * *' });
    const claimed = await claim();
    expect(claimed).toMatchObject({ cronJobs: 60, queued: 60, skipped: 0, missed: 0 });
    expect(claimed.batches.map((batch) => batch.runIds.length)).toEqual([25, 25, 10]);
    expect(await database.db.$count(runs)).toBe(60);
    expect(await database.db.$count(liveRuns)).toBe(60);
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

  test('a due instant that is in the ledger already is not queued again', async () => {
    const nextRunAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 1_000);
    const { ids } = await seed(1, { nextRunAt });
    await claim();
    await database.db
      .update(cronJobs)
      .set({ nextRunAt })
      .where(eq(cronJobs.id, ids[0] ?? ''));
    await claim();
    expect(await database.db.$count(runs)).toBe(1);
    expect(await database.db.$count(liveRuns)).toBe(1);
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
    expect(await database.db.$count(liveRuns)).toBe(137);
    const skipped = (await ledger()).filter((row) => row.state === 'skipped');
    expect(skipped).toHaveLength(863);
    expect(skipped.every((row) => row.reason?.code === 'monthly_runs' && row.reason.current === 500)).toBe(true);
    expect(await database.db.select().from(usageMonths)).toMatchObject([{ executions: 500 }]);
  });

  test("one user's limit does not touch another's runs", async () => {
    const limited = await seed(3, {}, 'FREE');
    const { userId } = await seed(3);
    await database.db
      .insert(usageMonths)
      .values({
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
    const ids = batches.flatMap((batch) => batch.runIds);
    const [first, second] = await Promise.all([startRunBatch(database, ids), startRunBatch(database, ids)]);
    expect([first.length, second.length].sort()).toEqual([0, 5]);
  });

  test('uses the definition as it stands at the start', async () => {
    const { ids } = await seed(1);
    const { batches } = await claim();
    await database.db
      .update(cronJobs)
      .set({ url: 'http://example.com/new', timeoutMs: 777 })
      .where(eq(cronJobs.id, ids[0] ?? ''));
    expect(await startRunBatch(database, batches[0]?.runIds ?? [])).toMatchObject([
      { url: 'http://example.com/new', timeoutMs: 777, attempt: 1 },
    ]);
  });

  test('runs of a job disabled or deleted meanwhile are cancelled with the reason', async () => {
    const { ids } = await seed(2);
    const { batches } = await claim();
    await database.db
      .update(cronJobs)
      .set({ enabled: false })
      .where(eq(cronJobs.id, ids[0] ?? ''));
    await database.db.delete(cronJobs).where(eq(cronJobs.id, ids[1] ?? ''));
    expect(await startRunBatch(database, batches[0]?.runIds ?? [])).toEqual([]);
    const rows = await ledger();
    expect(new Map(rows.map((row) => [row.cronJobId, [row.state, row.reason?.code]]))).toEqual(
      new Map([
        [ids[0], ['cancelled', 'cron_job_disabled']],
        [ids[1], ['cancelled', 'cron_job_deleted']],
      ]),
    );
    expect(await database.db.$count(liveRuns)).toBe(0);
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
    expect(await database.db.$count(liveRuns)).toBe(0);
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
      const started = await startRunBatch(database, batches[0]?.runIds ?? []);
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
    expect(await rescueLostRuns(database.pool, 10)).toMatchObject({ requeued: 1 });
    const [second] = await startRunBatch(database, [first.runId]);
    expect(second?.attempt).toBe(2);
    expect(await finishRuns(database.pool, [finished(first, { body: 'late' })])).toEqual({ stale: 1 });
    if (second !== undefined) await finishRuns(database.pool, [finished(second, { body: 'in time' })]);
    expect(await ledger()).toMatchObject([{ responseBody: 'in time', attempt: 2 }]);
  });
});

const expireLeases = () =>
  database.pool.query(`UPDATE run_leases SET expires_at = clock_timestamp() - interval '1 second'`);

describe('rescuing runs', () => {
  test('a renewed lease is left alone; an expired one brings its runs back as the next attempt in a new batch', async () => {
    const started = await claimAndStart(30);
    const token = started[0]?.leaseToken ?? '';
    await database.pool.query('TRUNCATE run_batches');
    expect(await renewLeases(database.pool, [token])).toEqual(new Set([token]));
    expect(await rescueLostRuns(database.pool, 10)).toMatchObject({ requeued: 0 });
    await expireLeases();
    expect(await rescueLostRuns(database.pool, 10)).toEqual({ leases: 1, requeued: 30, givenUp: 0 });
    expect((await database.db.select().from(runBatches)).map((batch) => batch.runIds.length).sort()).toEqual([25, 5]);
    expect(
      (await database.db.select().from(liveRuns)).every((run) => run.state === 'queued' && run.attempt === 2),
    ).toBe(true);
    expect(await renewLeases(database.pool, [token])).toEqual(new Set());
  });

  test('only what is still held is brought back', async () => {
    const started = await claimAndStart(3);
    await finishRuns(
      database.pool,
      started.slice(0, 2).map((run) => finished(run)),
    );
    await expireLeases();
    expect(await rescueLostRuns(database.pool, 10)).toMatchObject({ requeued: 1 });
  });

  test('a run that loses its worker three times is given up, and the ledger says so', async () => {
    let started = await claimAndStart(1);
    const runId = started[0]?.runId ?? '';
    for (let lost = 1; lost <= 3; lost++) {
      await expireLeases();
      await rescueLostRuns(database.pool, 10);
      started = await startRunBatch(database, [runId]);
    }
    expect(started).toEqual([]);
    expect(await ledger()).toMatchObject([{ state: 'failed', errorCode: 'worker_lost', attempt: 3 }]);
    expect(await database.db.select().from(cronJobs)).toMatchObject([{ lastStatus: 'failed', consecutiveFailures: 1 }]);
  });

  test('two schedulers do not rescue the same runs twice', async () => {
    await claimAndStart(10);
    await expireLeases();
    const both = await Promise.all([rescueLostRuns(database.pool, 10), rescueLostRuns(database.pool, 10)]);
    expect(both.reduce((sum, one) => sum + one.requeued, 0)).toBe(10);
  });

  test('a lease whose runs have all ended disappears', async () => {
    const started = await claimAndStart(2);
    await finishRuns(
      database.pool,
      started.map((run) => finished(run)),
    );
    await deleteLeases(database.pool, [started[0]?.leaseToken ?? '']);
    const { rows } = await database.pool.query('SELECT FROM run_leases');
    expect(rows).toEqual([]);
  });
});

test('a transaction whose work fails leaves nothing behind and gives its connection back', async () => {
  const attempt = inTransaction(database.pool, async (pg) => {
    await pg.query(`INSERT INTO run_batches (id, queue, run_ids) VALUES (gen_random_uuid(), 'runs', '{}')`);
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow('no');
  expect(await database.db.$count(runBatches)).toBe(0);
  expect(database.pool.idleCount).toBe(database.pool.totalCount);
});
