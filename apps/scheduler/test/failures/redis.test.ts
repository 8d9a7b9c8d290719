import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { startRedis, type OwnRedis } from '@carillon/testkit/servers/start-redis';
import { waitFor } from '@carillon/testkit/wait-for';
import { Redis } from 'ioredis';
import { openStage, type Stage } from './stage.js';

let stage: Stage;
let redis: OwnRedis;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-failures-'));
  redis = await startRedis({ keepIn: folder });
  stage = await openStage({ REDIS_URL: redis.url });
});
afterEach(() => stage.clear());
afterAll(async () => {
  await stage.close();
  await redis.stop();
  await rm(folder, { recursive: true });
});

const batchesIn = async (state: string) =>
  (await stage.database.pool.query('SELECT FROM run_batches WHERE state = $1', [state])).rowCount ?? 0;
const setMemory = async (limit: string) => {
  const client = new Redis(redis.url);
  await client.config('SET', 'maxmemory', limit).finally(() => client.disconnect());
};

test('Redis is killed and comes back with its append-only file: every queued run is called, once, and soon', async () => {
  const jobs = 1_000;
  const gate = createGate();
  stage.answer(() => ({ gate }));
  await stage.start('scheduler');
  await stage.start('worker', { WORKER_MAX_CALLS: '50' });
  await stage.seed(jobs, { timeoutMs: 60_000 });
  // A herd does not get all places.
  await stage.sink.received(30, 20_000);
  await waitFor('messages in the queue', async () => (await batchesIn('published')) >= 2);
  const waiting = await batchesIn('published');
  await redis.kill();
  redis = await startRedis({ keepIn: folder, port: redis.port });
  gate.open();
  const readyAt = performance.now();
  await waitFor('the next batch to be taken', async () => (await batchesIn('published')) < waiting, {
    timeoutMs: 15_000,
  });
  expect(performance.now() - readyAt).toBeLessThan(5_000);
  const rows = await stage.allFinal(jobs, 45_000);
  expect([...new Set(rows.map((row) => `${row.state} ${row.attempt} ${row.errorCode}`))]).toEqual(['succeeded 1 null']);
  expect(stage.sink.countBy('idempotency-key').size).toBe(jobs);
  expect(stage.sink.requests).toHaveLength(jobs);
}, 120_000);

test('Redis out of memory: what it refuses waits in Postgres, and is called once there is room again', async () => {
  const jobs = 200;
  const scheduler = await stage.start('scheduler');
  await stage.start('worker');
  await setMemory('1');
  await stage.seed(jobs);
  await waitFor('a refusal', () => scheduler.logs.some((line) => line.includes('OOM')), { timeoutMs: 20_000 });
  expect(stage.sink.requests).toHaveLength(0);
  expect(await batchesIn('unpublished')).toBeGreaterThan(0);
  await setMemory('0');
  const rows = await stage.allFinal(jobs, 20_000);
  expect(rows.every((row) => row.state === 'succeeded')).toBe(true);
  expect(stage.sink.countBy('idempotency-key').size).toBe(jobs);
  expect(stage.sink.requests).toHaveLength(jobs);
}, 90_000);
