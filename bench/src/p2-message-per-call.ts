import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import pg from 'pg';
import type { Backend } from './apps.js';
import { pollUntil } from './poll.js';
import type { Servers } from './servers.js';
import type { Sink } from './sink.js';

export interface RivalConfig {
  backend: Backend;
  redisUrl: string;
  databaseUrl: string;
  queue: string;
}

/**
 * P2's yardstick: BullMQ as it is commonly used, one message for each call with the request in it, undici for the call,
 * and the same outcome row, inserted in the same groups. Timed from the first message added to the last durable row.
 */
export async function messagePerCall(servers: Servers, sink: Sink, backend: Backend, calls: number): Promise<number> {
  const databaseUrl = await servers.freshDatabase(`rival_${backend}`);
  const config: RivalConfig = { backend, redisUrl: servers.redisUrl, databaseUrl, queue: `rival-${Date.now()}` };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE TABLE outcomes (id text PRIMARY KEY, status int, started_at timestamptz, finished_at timestamptz,
    duration_ms int, response_body text, response_headers jsonb)`);
  const worker = fork(fileURLToPath(new URL('./p2-rival-process.js', import.meta.url)), [JSON.stringify(config)]);
  await once(worker, 'message');
  const queue = rivalQueue(config);
  await queue.waitUntilReady();
  const startedAt = performance.now();
  for (let added = 0; added < calls; added += 500) await queue.addBulk(messages(sink.url, added, 500));
  await pollUntil('the last outcome row', async () => {
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM outcomes');
    return rows[0]?.count === calls;
  });
  const rate = calls / ((performance.now() - startedAt) / 1_000);
  worker.kill();
  await queue.close();
  await client.end();
  return rate;
}

function rivalQueue(config: RivalConfig) {
  if (config.backend === 'redis') {
    const { Queue } = withBackend(createRedisBackend);
    return new Queue(config.queue, { connection: { url: config.redisUrl } });
  }
  const { Queue } = withBackend(createPostgresBackend);
  return new Queue(config.queue, { connection: { connectionString: config.databaseUrl } });
}

function messages(url: string, from: number, count: number) {
  return Array.from({ length: count }, (_, i) => ({
    name: 'call',
    data: { url, method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"type":"bench"}' },
    opts: { jobId: `call-${from + i}`, removeOnComplete: true },
  }));
}
