import { kill } from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openCounterStore } from '@carillon/core/queues/counter-store';
import { queueBackends } from '@carillon/testkit/queue-backends';
import { redisUrl } from '@carillon/testkit/redis-url';
import { startRedis } from '@carillon/testkit/servers/start-redis';
import { Redis } from 'ioredis';
import { waitFor } from '@carillon/testkit/wait-for';
import { startApi, type Answer, type TestApi } from './support/start-api.js';

/** Requests of a key a minute on the plan FREE. */
const LIMIT = 60;

const limitHeaders = ({ headers }: Answer) =>
  ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-ratelimit-${name}`) ?? NaN));

/** Sends requests one after the other, to each API in turn. */
async function sendInTurn(apis: readonly TestApi[], token: string, count: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let i = 0; i < count; i++) {
    const api = apis[i % apis.length] as TestApi;
    answers.push(await api.call(token, 'GET', '/api/jobs', undefined, { 'accept-language': 'en' }));
  }
  return answers;
}
const passed = (answers: readonly Answer[]) => answers.filter((answer) => answer.status === 200).length;

describe.each(queueBackends)('counting with $name', ({ redisUrl: url }) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(() => ({}), url);
  }, 60_000);
  afterAll(() => api.close());

  test('a key has its plan’s requests a minute and not one more', async () => {
    const { token } = await api.user('FREE');
    const answers = await sendInTurn([api], token, LIMIT + 5);
    expect(answers.map((answer) => answer.status)).toEqual([
      ...Array.from({ length: LIMIT }, () => 200),
      ...Array.from({ length: 5 }, () => 429),
    ]);
    answers.slice(0, LIMIT).forEach((answer, i) => {
      const [limit, remaining, reset] = limitHeaders(answer);
      expect([limit, remaining]).toEqual([LIMIT, LIMIT - 1 - i]);
      expect(reset).toBeLessThanOrEqual(60);
    });
    const refused = answers.at(-1) as Answer;
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(limitHeaders(refused)).toEqual([LIMIT, 0, retryAfter]);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(refused.body).toMatchObject({
      success: false,
      message: `The limit of 60 requests a minute is reached. Try again in ${retryAfter} seconds`,
      error: { code: 'rate_limited', details: { limit: LIMIT, retryAfterSeconds: retryAfter } },
    });
  });

  test('another key of the same user has its own', async () => {
    const { userId, token } = await api.user('HOBBY');
    await sendInTurn([api], token, 3);
    const [answer] = await sendInTurn([api], await api.token(userId, ['read:jobs']), 1);
    expect(limitHeaders(answer as Answer).slice(0, 2)).toEqual([300, 299]);
  });

  test('a plan without a limit has none, and no headers', async () => {
    const { token } = await api.user('UNLIMITED');
    const answers = await sendInTurn([api], token, LIMIT + 10);
    expect(passed(answers)).toBe(LIMIT + 10);
    expect(answers[0]?.headers.get('x-ratelimit-limit')).toBeNull();
  });

  test('requests at once are counted too, and so are those that are refused for their scope or their body', async () => {
    const { userId } = await api.user('FREE');
    const token = await api.token(userId, ['write:jobs']);
    const requests = Array.from({ length: LIMIT + 20 }, (_, i) =>
      i % 2 === 0 ? api.call(token, 'GET', '/api/logs') : api.call(token, 'POST', '/api/jobs', {}),
    );
    const statuses = (await Promise.all(requests)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    expect(new Set(statuses)).toEqual(new Set([400, 403, 429]));
  });

  test('who has used the minute up is refused quickly', async () => {
    const { token } = await api.user('FREE');
    await sendInTurn([api], token, LIMIT);
    const startedMs = performance.now();
    await sendInTurn([api], token, 50);
    expect((performance.now() - startedMs) / 50).toBeLessThan(50);
  });
});

describe('two replicas with one Redis', () => {
  let one: TestApi;
  let other: TestApi;
  let redis: Redis;
  beforeAll(async () => {
    const url = await redisUrl();
    redis = new Redis(url);
    one = await startApi(() => ({}), url);
    other = await startApi(() => ({}), url, one);
  }, 60_000);
  afterAll(async () => {
    redis.disconnect();
    await other.close();
    await one.close();
  });

  test('let a key’s requests through as one would', async () => {
    const { token } = await one.user('FREE');
    expect(passed(await sendInTurn([one, other], token, LIMIT + 10))).toBe(LIMIT);
  });

  test('keep nothing of a key there but its id and a number', async () => {
    await redis.flushdb();
    const { token, userId } = await one.user('FREE');
    await sendInTurn([one, other], token, 2);
    const { rows } = await one.database.pool.query<{ id: string }>('SELECT id FROM api_keys WHERE user_id = $1', [
      userId,
    ]);
    const names = (await redis.keys('*')).filter((name) => !name.includes('bull') && name.includes('requests'));
    expect(names).toEqual([`{carillon}:requests:${rows[0]?.id}`]);
    expect(await redis.get(names[0] ?? '')).toBe('2');
    const everything = JSON.stringify(await redis.keys('*'));
    expect(everything).not.toContain(token.slice(4, 20));
  });
});

describe.each([
  ['cut', 'SIGKILL'],
  ['frozen', 'SIGSTOP'],
] as const)('a Redis that is %s', (_title, signal) => {
  test('leaves the limits in place, each process counting for itself, without holding requests up', async () => {
    const redis = await startRedis();
    const counters = openCounterStore({ redisUrl: redis.url }, () => undefined);
    await waitFor('Redis counts', () => 'status' in counters.client && counters.client.status === 'ready');
    const api = await startApi(() => ({ counters }));
    const { token } = await api.user('FREE');
    expect(passed(await sendInTurn([api], token, 5))).toBe(5);
    kill(redis.pid, signal);
    const startedMs = performance.now();
    const [first] = await sendInTurn([api], token, 1);
    expect(performance.now() - startedMs).toBeLessThan(1_500);
    expect(first?.status).toBe(200);
    expect(passed(await sendInTurn([api], token, LIMIT + 10))).toBe(LIMIT - 1);
    expect(performance.now() - startedMs).toBeLessThan(8_000);
    await redis.kill();
    await counters.close();
    await api.close();
  });
});
