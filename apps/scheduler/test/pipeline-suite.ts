import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import type { cronJobs } from '@carillon/core/db/schema/index';
import { runs } from '@carillon/core/db/schema/index';
import { DEFAULT_POLICY } from '@carillon/core/domain/policy/run-policy';
import { openPublisher } from '@carillon/core/queues/publish';
import { formatRunId } from '@carillon/core/domain/ids';
import { createGate } from '@carillon/testkit/gate';
import type { QueueBackend } from '@carillon/testkit/queue-backends';
import { seedApiKey, seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { startSink, type Sink, type SinkAnswer, type SinkRequest } from '@carillon/testkit/sink';
import { spawnApp, type AppName, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { Redis } from 'ioredis';
import { killAWorker, loseTheQueue } from './pipeline-waits.js';

/** The whole path, as processes, on one queue backend. A file each, so that both run side by side. */
export function describePipeline(backend: QueueBackend): void {
  const { name, redisUrl } = backend;
  describe(`scheduler, queue and workers on ${name}`, () => {
    let server: TestDatabase;
    let database: Database;
    let sink: Sink;
    let userId: string;
    let apps: SpawnedApp[] = [];
    let answer: (request: SinkRequest) => SinkAnswer = () => ({});
    // Looked at last: their time passes while everything else is tested beside them.
    const lost = once(() => loseTheQueue(backend));
    const killed = once(() => killAWorker(backend));

    beforeAll(async () => {
      begin(lost);
      server = await createTestDatabase();
      database = openDatabase({ url: server.url });
      userId = await seedUser(database.db);
      sink = await startSink({ answer: (request) => answer(request) });
    });
    afterEach(async () => {
      await Promise.all(apps.map((app) => app.stop()));
      apps = [];
      answer = () => ({});
      await database.pool.query('TRUNCATE cron_jobs, runs, run_batches CASCADE');
      if (redisUrl !== null) await withRedis(redisUrl, (redis) => redis.flushdb());
      sink.clear();
    });
    afterAll(async () => {
      await database.close();
      await sink.close();
      await server.close();
    });

    const env = { EGRESS_ALLOW_CIDRS: '127.0.0.0/8', ...(redisUrl !== null && { REDIS_URL: redisUrl }) };
    const start = async (app: AppName, more: Record<string, string> = {}) => {
      const started = await spawnApp(app, { DATABASE_URL: server.url, ...env, ...more });
      apps.push(started);
      return started;
    };
    const seed = (count: number, fields: Partial<typeof cronJobs.$inferInsert> = {}) =>
      seedCronJobs(database.db, count, { userId, url: sink.url, ...fields });
    const queuedRuns = async () => (await database.pool.query(`SELECT FROM runs WHERE state = 'queued'`)).rowCount;
    const allFinal = (count: number, timeoutMs: number) =>
      waitFor(
        `${count} runs to be final`,
        async () => (await queuedRuns()) === 0 && (await database.db.$count(runs)) >= count,
        { timeoutMs },
      );
    const keys = () => sink.requests.map((request) => String(request.headers['idempotency-key']));
    const ledgerKeys = async () =>
      (await database.db.select({ id: runs.id }).from(runs)).map((row) => formatRunId(row.id));

    // TEST_FULL_SIZE=true is the size the README speaks of: 2,000 jobs, every minute, three minutes.
    const full = process.env['TEST_FULL_SIZE'] === 'true';
    const { jobs, schedule, periodMs } = full
      ? { jobs: 2_000, schedule: '* * * * *', periodMs: 60_000 }
      : { jobs: 400, schedule: '*/5 * * * * *', periodMs: 5_000 };

    test(
      `three schedulers and three workers, ${jobs} jobs: exactly one row and one call of each of three due instants, none early`,
      async () => {
        const first = (Math.floor((Date.now() + 5_000) / periodMs) + 1) * periodMs;
        await seed(jobs, { schedule, nextRunAt: new Date(first) });
        const schedulers = await Promise.all([start('scheduler'), start('scheduler'), start('scheduler')]);
        await Promise.all([start('worker'), start('worker'), start('worker')]);
        await sink.received(jobs * 3, 4 * periodMs + 25_000);
        // Nothing more falls due; what has been entered by then, a fourth instant perhaps, is still performed.
        await database.pool.query(`UPDATE cron_jobs SET next_run_at = '2100-01-01'`);
        await waitFor('no run to be queued', async () => (await queuedRuns()) === 0, { timeoutMs: 45_000 });
        await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
        expect(new Set(keys()).size).toBe(sink.requests.length);
        expect(new Set(await ledgerKeys())).toEqual(new Set(keys()));
        const due = new Map<string, number>();
        for (const { headers, arrivedAt } of sink.requests) {
          const instant = String(headers['carillon-scheduled-for']);
          expect(arrivedAt).toBeGreaterThanOrEqual(Date.parse(instant));
          due.set(instant, (due.get(instant) ?? 0) + 1);
        }
        for (const i of [0, 1, 2]) expect(due.get(new Date(first + i * periodMs).toISOString())).toBe(jobs);
        begin(killed);
      },
      full ? 400_000 : 120_000,
    );

    test.each(['after-claim-commit', 'after-publish'])(
      'a scheduler that dies %s loses and doubles nothing, and is at most 10 s late',
      async (failpoint) => {
        await start('worker');
        await seed(40, { nextRunAt: new Date(Date.now() + 500) });
        const doomed = await start('scheduler', { FAILPOINTS: failpoint });
        expect((await doomed.exited).signal).toBe('SIGKILL');
        await start('scheduler');
        await allFinal(40, 10_000);
        expect(keys().sort()).toEqual((await ledgerKeys()).sort());
        const rows = await database.db.select().from(runs);
        for (const row of rows)
          expect((row.startedAt?.getTime() ?? Infinity) - row.scheduledFor.getTime()).toBeLessThan(10_000);
      },
    );

    const retry = { ...DEFAULT_POLICY.retry, maxAttempts: 3, backoff: 'fixed' as const, delayMs: 400, jitter: 0 };
    const attemptOf = ({ headers }: SinkRequest) => Number(headers['carillon-attempt']);

    test('a target that fails twice is called three times, under one key, and whoever waits for it waits on', async () => {
      answer = (request) => ({ status: attemptOf(request) < 3 ? 500 : 200 });
      const later = new Date(Date.now() + 3_600_000);
      const [jobId = ''] = await seed(1, { policy: { retry }, nextRunAt: later, url: `${sink.url}/by-hand` });
      const [api] = await Promise.all([start('api'), start('scheduler'), start('worker')]);
      await seed(1, { policy: { retry }, url: `${sink.url}/scheduled` });
      const response = await fetch(`${api.url}/api/jobs/${jobId}/execute`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await seedApiKey(database.db, userId)}` },
      });
      const { data } = (await response.json()) as { data: { result: { attempts: { status: number }[] } } };
      expect(response.status).toBe(200);
      expect(data.result).toMatchObject({ successful: true, attempt: 3, state: 'succeeded', nextAttemptAt: null });
      expect(data.result.attempts.map((attempt) => attempt.status)).toEqual([500, 500, 200]);
      await allFinal(2, 15_000);
      for (const path of ['/by-hand', '/scheduled']) {
        const calls = sink.to(path);
        expect(calls.map(attemptOf)).toEqual([1, 2, 3]);
        expect(new Set(calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
        const waits = calls.slice(1).map((call, i) => call.arrivedAt - (calls[i]?.arrivedAt ?? 0));
        for (const wait of waits) {
          expect(wait).toBeGreaterThanOrEqual(retry.delayMs - 5);
          // Other stages play at the same time, and P4 of the bench measures how late a calm machine is.
          expect(wait).toBeLessThan(retry.delayMs + 5_000);
        }
      }
    });

    test('attempts that wait are made when everything has died and come back', async () => {
      answer = (request) => ({ status: attemptOf(request) < 2 ? 503 : 200, headers: { 'retry-after': '2' } });
      const doomed = await Promise.all([start('scheduler'), start('worker')]);
      await seed(5, { policy: { retry } });
      await waitFor('five runs to wait for their next attempt', async () => {
        const { rows } = await database.pool.query<{ runs: number }>(
          `SELECT coalesce(sum(cardinality(run_ids)), 0)::int AS runs FROM run_batches WHERE state = 'retrying'`,
        );
        return rows[0]?.runs === 5;
      });
      for (const app of doomed) app.kill('SIGKILL');
      await Promise.all(doomed.map((app) => app.exited));
      await Promise.all([start('scheduler'), start('worker')]);
      await allFinal(5, 20_000);
      expect([...sink.countBy('idempotency-key').values()]).toEqual(Array(5).fill(2));
      expect([...sink.countBy('carillon-attempt')].sort()).toEqual([
        ['1', 5],
        ['2', 5],
      ]);
      for (const row of await database.db.select().from(runs)) {
        const [past] = row.attempts ?? [];
        expect([row.state, past?.status]).toEqual(['succeeded', 503]);
        expect((row.startedAt?.getTime() ?? 0) - Date.parse(past?.startedAt ?? '')).toBeGreaterThanOrEqual(2_000);
      }
    });

    test('SIGTERM lets calls in flight finish and leaves nothing running', async () => {
      const gate = createGate();
      answer = () => ({ gate });
      await seed(30);
      await start('scheduler');
      const worker = await start('worker');
      await sink.received(30);
      worker.kill('SIGTERM');
      gate.open();
      expect(await worker.exited).toEqual({ code: 0, signal: null });
      expect(await queuedRuns()).toBe(0);
      expect(sink.requests).toHaveLength(30);
      expect((await database.pool.query('SELECT FROM run_batches')).rowCount).toBe(0);
    });

    test(`the queue carries ids and nothing else (${name})`, async () => {
      await seed(3, { headers: { authorization: 'Bearer planted-secret' }, body: 'planted-secret' });
      await start('scheduler');
      await waitFor('an empty outbox', async () => (await queuedRuns()) === 3, { timeoutMs: 5_000 });
      const publisher = openPublisher({ redisUrl: redisUrl ?? undefined, databaseUrl: server.url }, () => undefined);
      const messages = await waitFor(
        'the message',
        async () => {
          const found = await publisher.bullQueues[0]?.getJobs(['waiting']);
          return found !== undefined && found.length > 0 ? found : null;
        },
        { timeoutMs: 5_000 },
      );
      expect(messages.map((message) => Object.keys(message.data).sort())).toEqual([['batchId', 'runIds', 'v']]);
      expect(JSON.stringify(messages.map((message) => message.asJSON()))).not.toContain('planted-secret');
      await publisher.close();
    });

    test('execute answers with its result while 10,000 scheduled runs are queued', async () => {
      const gate = createGate();
      answer = () => ({ gate });
      await seed(10_000);
      const api = await start('api');
      await start('scheduler');
      await start('worker', { WORKER_MAX_CALLS: '50' });
      await sink.received(30);
      await waitFor('the whole herd in the ledger', async () => (await database.db.$count(runs)) === 10_000);
      answer = () => ({});
      const [jobId = ''] = await seed(1, { nextRunAt: new Date(Date.now() + 3_600_000), url: `${sink.url}/by-hand` });
      const askedAt = performance.now();
      const response = await fetch(`${api.url}/api/jobs/${jobId}/execute`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await seedApiKey(database.db, userId)}` },
      });
      const { data } = (await response.json()) as { data: { result: unknown } };
      expect(response.status).toBe(200);
      expect(data.result).toMatchObject({ jobId, status: 200, successful: true, type: 'MANUAL', responseBody: 'ok' });
      expect(performance.now() - askedAt).toBeLessThan(5_000);
      expect(sink.to('/by-hand')).toHaveLength(1);
      expect(await queuedRuns()).toBe(10_000);
      gate.open();
      for (const app of apps) app.kill('SIGKILL');
    });

    test(
      'a worker killed with 50 calls in flight: every run is final within 20 s and repeats carry the same key',
      killed,
    );

    test('work that the queue has lost is published again and runs within 45 s', lost);
  });
}

/** The same promise for everybody, begun by the first who asks. */
function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | null = null;
  return () => (begun ??= work());
}

/** What goes wrong is told by the test that waits for it. */
function begin(scenario: () => Promise<void>): void {
  scenario().catch(() => undefined);
}

async function withRedis(url: string, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(url);
  await work(redis).finally(() => redis.disconnect());
}
