import { expect } from '@jest/globals';
import { formatRunId } from '@carillon/core/domain/ids';
import { createGate } from '@carillon/testkit/gate';
import type { QueueBackend } from '@carillon/testkit/queue-backends';
import { anotherRedisUrl } from '@carillon/testkit/redis-url';
import { waitFor } from '@carillon/testkit/wait-for';
import { Redis } from 'ioredis';
import { openStage, type Stage } from './failures/stage.js';

/** What mostly waits, for a lease or for the reconciler: each on a stage of its own, so that others can be tested meanwhile. */

/** A worker is killed amid 50 calls. */
export const killAWorker = onOwnStage(async (stage) => {
  const gate = createGate();
  stage.answer(() => ({ gate }));
  await stage.seed(50);
  await stage.start('scheduler');
  const doomed = await stage.start('worker');
  await stage.sink.received(50);
  await stage.start('worker');
  doomed.kill('SIGKILL');
  await doomed.exited;
  const killedAt = Date.now();
  gate.open();
  const rows = await stage.allFinal(50, 20_000);
  expect(Date.now() - killedAt).toBeLessThan(20_000);
  const { requests } = stage.sink;
  expect(requests).toHaveLength(100);
  expect([...stage.sink.countBy('idempotency-key').values()]).toEqual(Array(50).fill(2));
  expect(new Set(requests.map((request) => request.headers['carillon-attempt']))).toEqual(new Set(['1', '2']));
  expect(rows.every((row) => row.state === 'succeeded' && row.attempt === 2)).toBe(true);
});

/** The queue is emptied behind everybody's back. */
export const loseTheQueue = onOwnStage(async (stage, redisUrl) => {
  const { pool } = stage.database;
  const countOf = async (statement: string) => (await pool.query(statement)).rowCount;
  await stage.seed(2_000);
  await stage.start('scheduler');
  const isEntered = async () => (await countOf(`SELECT FROM runs WHERE state = 'queued'`)) === 2_000;
  await waitFor('2,000 queued runs', isEntered, { timeoutMs: 10_000 });
  const isSent = async () => (await countOf(`SELECT FROM run_batches WHERE state = 'unpublished'`)) === 0;
  await waitFor('an empty outbox', isSent, { timeoutMs: 10_000 });
  if (redisUrl !== null) await emptyRedis(redisUrl);
  else await pool.query('TRUNCATE bullmq.job CASCADE');
  const wipedAt = Date.now();
  await stage.start('worker');
  const rows = await stage.allFinal(2_000, 45_000);
  expect(Date.now() - wipedAt).toBeLessThan(45_000);
  const keys = stage.sink.requests.map((request) => String(request.headers['idempotency-key']));
  expect(keys).toHaveLength(2_000);
  expect(new Set(keys)).toEqual(new Set(rows.map((row) => formatRunId(row.id))));
});

function onOwnStage(play: (stage: Stage, redisUrl: string | null) => Promise<void>) {
  return async (backend: QueueBackend): Promise<void> => {
    const redisUrl = backend.redisUrl === null ? null : await anotherRedisUrl();
    const stage = await openStage(redisUrl === null ? {} : { REDIS_URL: redisUrl });
    await play(stage, redisUrl).finally(async () => {
      await stage.clear();
      await stage.close();
    });
  };
}

async function emptyRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushdb().finally(() => redis.disconnect());
}
