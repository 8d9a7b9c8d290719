import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { checkRedis } from '@carillon/core/queues/check-redis';
import { openCounterStore } from '@carillon/core/queues/counter-store';
import { startRedisCluster, type RedisCluster } from '@carillon/testkit/servers/start-redis-cluster';
import { seedApiKey, seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { startSink, type Sink } from '@carillon/testkit/sink';
import { spawnApp, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { Redis } from 'ioredis';
import { startLoad } from './support/load.js';
import { expectNothingLost, quiesce } from './support/nothing-lost.js';

/** Everything on a Redis Cluster of three servers without replicas, of which one has all that is ours. */

let server: TestDatabase;
let database: Database;
let sink: Sink;
let cluster: RedisCluster;
let apps: SpawnedApp[] = [];

beforeAll(async () => {
  [server, cluster, sink] = await Promise.all([createTestDatabase(), startRedisCluster(), startSink()]);
  database = openDatabase({ url: server.url });
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await database.close();
  await Promise.all([sink.close(), cluster.stop(), server.close()]);
});

const withNode = async (node: number, work: (redis: Redis) => Promise<unknown>) => {
  const redis = new Redis(cluster.nodes[node]?.url ?? '');
  return work(redis).finally(() => redis.disconnect());
};

test('a cluster is fit when all of its masters are', async () => {
  expect(await checkRedis(cluster.url)).toEqual({ kind: 'fit' });
  await withNode(2, (redis) => redis.config('SET', 'maxmemory-policy', 'allkeys-lru'));
  expect(await checkRedis(cluster.url)).toEqual({ kind: 'evicts', policy: 'allkeys-lru' });
  await withNode(2, (redis) => redis.config('SET', 'maxmemory-policy', 'noeviction'));
  expect(await checkRedis('redis+cluster://127.0.0.1:1')).toMatchObject({ kind: 'unknown' });
});

test('requests by hand and schedules go on when a node dies, also the one that has the queue, and nothing is lost', async () => {
  const env = { DATABASE_URL: server.url, REDIS_URL: cluster.url, EGRESS_ALLOW_CIDRS: '127.0.0.0/8' };
  const userId = await seedUser(database.db);
  const token = await seedApiKey(database.db, userId);
  const [api] = (apps = await Promise.all([
    spawnApp('api', { ...env, EXECUTE_WAIT_MS: '1500' }),
    spawnApp('scheduler', env),
    spawnApp('worker', env),
  ]));
  const url = api?.url ?? '';
  const [byHand = ''] = await seedCronJobs(database.db, 1, {
    ...{ userId, url: `${sink.url}/by-hand` },
    nextRunAt: new Date(Date.now() + 3_600_000),
  });
  const execute = async () =>
    (
      await fetch(`${url}/api/jobs/${byHand}/execute`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      })
    ).status;
  expect(await execute()).toBe(200);
  await seedCronJobs(database.db, 5, { userId, url: `${sink.url}/scheduled`, schedule: '* * * * * *' });
  const load = startLoad({ url, token, perSecond: 20 });
  const moreCalls = (count: number) => {
    const before = sink.to('/scheduled').length;
    return waitFor('more calls', () => sink.to('/scheduled').length >= before + count, { timeoutMs: 20_000 });
  };
  await moreCalls(5);

  const holder = await cluster.holderOf('{carillon}:runs:wait');
  const other = (holder + 1) % 3;
  await cluster.kill(other);
  await moreCalls(10);
  expect(await execute()).toBe(200);
  await cluster.restart(other);

  await cluster.kill(holder);
  expect(await execute()).toBe(202);
  await cluster.restart(holder);
  await moreCalls(10);
  expect(await execute()).toBe(200);

  const answers = await load.stop();
  expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
  await quiesce(database);
  await expectNothingLost(database, sink, answers);
});

test('counts are kept in the cluster, for all processes', async () => {
  const stores = [1, 2].map(() => openCounterStore({ redisUrl: cluster.url }, () => undefined));
  const clients = stores.map((store) => store.client as Redis);
  await waitFor('both to be ready', () => clients.every((client) => client.status === 'ready'));
  const counts = await Promise.all(clients.map((client) => client.incr('{carillon}:requests:key_1')));
  expect(counts.sort()).toEqual([1, 2]);
  await Promise.all(stores.map((store) => store.close()));
});
