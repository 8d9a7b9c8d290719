import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startRedis, type OwnRedis } from '@carillon/testkit/servers/start-redis';
import { Redis } from 'ioredis';
import { checkRedis } from '../../src/queues/check-redis.js';

let redis: OwnRedis;
let client: Redis;
beforeAll(async () => {
  redis = await startRedis();
  client = new Redis(redis.url);
});
beforeEach(() => client.config('SET', 'maxmemory-policy', 'noeviction'));
afterAll(async () => {
  client.disconnect();
  await redis.stop();
});

test('a Redis that refuses when it is full is fit', async () => {
  expect(await checkRedis(redis.url)).toEqual({ kind: 'fit' });
});

test.each(['allkeys-lru', 'volatile-ttl'])('one with %s is not', async (policy) => {
  await client.config('SET', 'maxmemory-policy', policy);
  expect(await checkRedis(redis.url)).toEqual({ kind: 'evicts', policy });
});

test('one that may not be asked is unknown, and so is one that is away', async () => {
  await client.call('ACL', 'SETUSER', 'guest', 'on', '>password', '~*', '+@all', '-info');
  const asGuest = redis.url.replace('redis://', 'redis://guest:password@');
  expect(await checkRedis(asGuest)).toEqual({ kind: 'unknown', reason: expect.stringContaining('NOPERM') });
  expect(await checkRedis('redis://127.0.0.1:1')).toEqual({
    kind: 'unknown',
    reason: expect.stringContaining('ECONNREFUSED'),
  });
});
