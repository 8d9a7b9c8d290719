import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { runs } from '@carillon/core/db/schema/index';
import { parseRunId } from '@carillon/core/domain/ids';
import { createGate, type Gate } from '@carillon/testkit/gate';
import { seedApiKey, seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { startSink, type Sink } from '@carillon/testkit/sink';
import { spawnApp, type AppName, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { startRedis } from '@carillon/testkit/servers/start-redis';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { Redis } from 'ioredis';

/** Processes that are told to end while they have work in hand. */

let server: TestDatabase;
let database: Database;
let sink: Sink;
let userId: string;
/** Calls that begin while it is set wait for it. */
let gate: Gate | null = null;
let apps: SpawnedApp[] = [];
beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url });
  userId = await seedUser(database.db);
  sink = await startSink({ answer: () => (gate === null ? {} : { gate }) });
});
afterEach(async () => {
  gate = null;
  await Promise.all(apps.map((app) => app.stop()));
  apps = [];
  await database.pool.query('TRUNCATE cron_jobs, runs, run_batches CASCADE');
  sink.clear();
});
afterAll(async () => {
  await database.close();
  await sink.close();
  await server.close();
});

const start = async (app: AppName, more: Record<string, string> = {}) => {
  const started = await spawnApp(app, { DATABASE_URL: server.url, EGRESS_ALLOW_CIDRS: '127.0.0.0/8', ...more });
  apps.push(started);
  return started;
};
const statusOf = async (app: SpawnedApp, path: string) => (await fetch(`${app.url}${path}`)).status;
const queuedRuns = async () => (await database.pool.query(`SELECT FROM runs WHERE state = 'queued'`)).rowCount;
const allEnded = () => waitFor('all runs to have ended', async () => (await queuedRuns()) === 0);
const callsOf = () => sink.countBy('idempotency-key');

describe('a worker with calls in flight that do not end', () => {
  const GRACE_SECONDS = 3;
  /** Of the places a quarter is kept for other users. */
  const PLACES = 8;
  const IN_FLIGHT = 6;

  test('gives back what it has not called at once, hands over what it has, and is gone in time', async () => {
    const held = (gate = createGate());
    const fields = { userId, url: sink.url };
    await seedCronJobs(database.db, 5, fields);
    const once = await seedCronJobs(database.db, 5, { ...fields, policy: { delivery: 'atMostOnce' } });
    await start('scheduler');
    const ending = await start('worker', {
      WORKER_MAX_CALLS: String(PLACES),
      SHUTDOWN_GRACE_SECONDS: String(GRACE_SECONDS),
    });
    await sink.received(IN_FLIGHT);
    await start('worker');
    gate = null;
    const toldAtMs = performance.now();
    ending.kill('SIGTERM');
    // Those it had no place for, long before the lease or the grace period is over.
    await sink.received(10);
    expect(performance.now() - toldAtMs).toBeLessThan(2_000);
    expect(sink.requests.map((request) => request.headers['carillon-attempt'])).toEqual(Array(10).fill('1'));
    expect([await statusOf(ending, '/ready'), await statusOf(ending, '/health')]).toEqual([503, 200]);
    expect(await ending.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - toldAtMs).toBeLessThan((GRACE_SECONDS + 2) * 1_000);
    await allEnded();
    held.open();
    const rows = await database.db.select().from(runs);
    const calls = callsOf();
    const inFlight = new Set(
      sink.requests.slice(0, IN_FLIGHT).map((each) => parseRunId(String(each.headers['idempotency-key']))),
    );
    for (const { id, cronJobId, state, attempt, attempts, errorCode } of rows) {
      const what = { state, attempt, errorCode, before: attempts?.map((past) => past.error?.code) };
      const mayRepeat = !once.includes(cronJobId);
      if (!inFlight.has(id)) expect(what).toEqual({ state: 'succeeded', attempt: 1, errorCode: null });
      else if (mayRepeat)
        expect(what).toEqual({ state: 'succeeded', attempt: 2, errorCode: null, before: ['worker_stopped'] });
      else expect(what).toEqual({ state: 'failed', attempt: 1, errorCode: 'worker_stopped' });
    }
    const repeated = rows.filter((row) => row.attempt === 2).length;
    expect(repeated).toBeGreaterThanOrEqual(1);
    expect([...calls.values()].reduce((sum, count) => sum + count, 0)).toBe(10 + repeated);
    expect((await database.pool.query('SELECT FROM run_batches')).rowCount).toBe(0);
  });
});

test('without their Redis all processes end in order all the same', async () => {
  const redis = await startRedis();
  const crew = await Promise.all(
    (['api', 'scheduler', 'worker'] as const).map((name) => start(name, { REDIS_URL: redis.url })),
  );
  await redis.kill();
  await waitFor('all to notice', () => crew.every(({ logs }) => logs.some((line) => line.includes('ECONNREFUSED'))));
  const toldAtMs = performance.now();
  for (const app of crew) app.kill('SIGTERM');
  for (const app of crew) expect(await app.exited).toEqual({ code: 0, signal: null });
  expect(performance.now() - toldAtMs).toBeLessThan(10_000);
});

test('a Redis that throws keys away when it is full keeps scheduler and worker from starting, and is named', async () => {
  const redis = await startRedis();
  const client = new Redis(redis.url);
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
  client.disconnect();
  const refused = /"code":1.*REDIS_URL: this Redis throws keys away.*allkeys-lru.*noeviction/s;
  await Promise.all(
    (['scheduler', 'worker'] as const).map((name) =>
      expect(start(name, { REDIS_URL: redis.url })).rejects.toThrow(refused),
    ),
  );
  await redis.stop();
});

describe('the api', () => {
  test('serves on for a while, not ready, and closes connections; then finishes what it has and is gone', async () => {
    const api = await start('api', {
      SHUTDOWN_DELAY_SECONDS: '1',
      SHUTDOWN_GRACE_SECONDS: '5',
      EXECUTE_WAIT_MS: '30000',
    });
    const token = await seedApiKey(database.db, userId);
    const headers = { authorization: `Bearer ${token}` };
    const [jobId = ''] = await seedCronJobs(database.db, 1, {
      userId,
      url: sink.url,
      nextRunAt: new Date(Date.now() + 3_600_000),
    });
    const waiting = fetch(`${api.url}/api/jobs/${jobId}/execute`, { method: 'POST', headers });
    await waitFor('the run', async () => (await queuedRuns()) === 1);
    const toldAtMs = performance.now();
    api.kill('SIGTERM');
    await waitFor('not ready', async () => (await statusOf(api, '/ready')) === 503);
    expect(await statusOf(api, '/health')).toBe(200);
    const answer = await fetch(`${api.url}/api/jobs`, { headers });
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    // It would have waited for half a minute.
    expect((await waiting).status).toBe(202);
    expect(performance.now() - toldAtMs).toBeGreaterThan(900);
    expect(await api.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - toldAtMs).toBeLessThan(7_000);
  });
});
