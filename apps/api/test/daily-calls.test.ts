import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { waitFor } from '@carillon/testkit/wait-for';
import { ADMIN_TOKEN, DRAFT, startApi, type Answer, type TestApi } from './support/start-api.js';

/** API calls a day on the plan FREE; a key has 60 requests a minute there, so a user needs several to get so far. */
const LIMIT = 100;
const DAY_SECONDS = 86_400;

let one: TestApi;
let other: TestApi;
beforeAll(async () => {
  one = await startApi();
  other = await startApi(() => ({}), null, one);
}, 60_000);
afterAll(async () => {
  await other.close();
  await one.close();
});

async function userWithKeys(keys: number) {
  const { userId, token } = await one.user('FREE');
  const others = Array.from({ length: keys - 1 }, () => one.token(userId, SCOPES));
  return { userId, tokens: [token, ...(await Promise.all(others))] };
}

/** The day's and the month's calls, as the database has them. */
async function usage(userId: string): Promise<[number, number]> {
  const { rows } = await one.database.pool.query<{ day: number; month: number }>(
    `SELECT (SELECT coalesce(sum(api_calls), 0)::int FROM usage_days WHERE user_id = $1) AS day,
       (SELECT coalesce(sum(api_calls), 0)::int FROM usage_months WHERE user_id = $1) AS month`,
    [userId],
  );
  return [rows[0]?.day ?? NaN, rows[0]?.month ?? NaN];
}
const settled = (userId: string, calls: number) =>
  waitFor(`${calls} calls are written down`, async () => (await usage(userId)).every((number) => number === calls), {
    detail: () => userId,
  });
const withStatus = (answers: readonly Answer[], status: number) => answers.filter((answer) => answer.status === status);

describe('the day’s limit', () => {
  test('is exact over two replicas, however many requests come at once', async () => {
    const { userId, tokens } = await userWithKeys(4);
    const requests = Array.from({ length: 2 * LIMIT }, (_, i) =>
      (i % 2 === 0 ? one : other).call(tokens[i % 4] ?? null, 'GET', '/api/jobs', undefined, {
        'accept-language': 'en',
      }),
    );
    const answers = await Promise.all(requests);
    expect(withStatus(answers, 200)).toHaveLength(LIMIT);
    const refused = withStatus(answers, 429);
    expect(refused).toHaveLength(LIMIT);
    await settled(userId, LIMIT);
    for (const answer of refused) {
      const retryAfter = Number(answer.headers.get('retry-after'));
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(DAY_SECONDS);
      expect(answer.headers.get('x-ratelimit-limit')).toBe('100');
      expect(answer.headers.get('x-ratelimit-remaining')).toBe('0');
      expect(answer.headers.get('x-ratelimit-reset')).toBe(String(retryAfter));
      expect(answer.body).toEqual({
        success: false,
        message: 'The limit of 100 API calls a day is reached. Try again tomorrow',
        data: null,
        error: { code: 'daily_limit', details: { limit: LIMIT, retryAfterSeconds: retryAfter } },
      });
    }
  });

  test('is told in every language, and quickly', async () => {
    const { userId, tokens } = await userWithKeys(1);
    await one.database.pool.query(
      `INSERT INTO usage_days (user_id, day, api_calls)
       VALUES ($1, (clock_timestamp() AT TIME ZONE 'Asia/Tokyo')::date, $2)
       ON CONFLICT (user_id, day) DO UPDATE SET api_calls = excluded.api_calls`,
      [userId, LIMIT],
    );
    const startedMs = performance.now();
    const messages = await Promise.all(
      ['ja', 'en', 'ru'].map(async (language) => {
        const answer = await one.call(tokens[0] ?? null, 'GET', '/api/jobs', undefined, {
          'accept-language': language,
        });
        return answer.body.message;
      }),
    );
    expect(performance.now() - startedMs).toBeLessThan(500);
    expect(messages[0]).toBe(
      '1 日の API 呼び出し回数の上限 (100 回) に達しています。日付が変わってから再度お試しください',
    );
    expect(new Set(messages).size).toBe(3);
  });

  test('is of the user’s day alone: another user has another', async () => {
    const { userId } = await userWithKeys(1);
    await one.database.pool.query(
      `INSERT INTO usage_days (user_id, day, api_calls)
       VALUES ($1, (clock_timestamp() AT TIME ZONE 'Asia/Tokyo')::date - 1, $2)`,
      [userId, LIMIT],
    );
    const stranger = await one.user('FREE');
    expect((await one.call(await one.token(userId, SCOPES), 'GET', '/api/jobs')).status).toBe(200);
    expect((await one.call(stranger.token, 'GET', '/api/jobs')).status).toBe(200);
  });
});

describe('what counts', () => {
  test('is every authenticated request, once, whatever becomes of it', async () => {
    const { userId } = await one.user('UNLIMITED');
    const token = await one.token(userId, ['read:jobs', 'write:jobs']);
    const statuses = [];
    for (const [method, path, body] of [
      ['GET', '/api/jobs'],
      ['POST', '/api/jobs', DRAFT],
      ['POST', '/api/jobs', {}],
      ['GET', '/api/jobs/nothing'],
      ['GET', '/api/logs'],
      ['GET', '/api/v1/jobs'],
    ] as const) {
      statuses.push((await one.call(token, method, path, body)).status);
    }
    expect(statuses).toEqual([200, 201, 400, 404, 403, 403]);
    await settled(userId, statuses.length);
  });

  test('on replicas together', async () => {
    const { userId, token } = await one.user('UNLIMITED');
    const requests = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? one : other).call(token, 'GET', '/api/jobs'));
    expect(withStatus(await Promise.all(requests), 200)).toHaveLength(60);
    await settled(userId, 60);
  });

  test('is nothing else: no wrong token, no admin token, no probe, no path that is not there', async () => {
    const { userId, token } = await one.user('UNLIMITED');
    const wrong = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    expect((await one.call(wrong, 'GET', '/api/jobs')).status).toBe(401);
    expect((await one.call(null, 'GET', '/health')).status).toBe(200);
    expect((await one.call(token, 'GET', '/api/nothing')).status).toBe(404);
    const admin = { 'x-admin-token': ADMIN_TOKEN };
    expect((await one.call(null, 'GET', '/api/admin/users', undefined, admin)).status).toBe(200);
    expect((await one.call(token, 'GET', '/api/jobs')).status).toBe(200);
    await settled(userId, 1);
  });

  test('a request that comes too fast does not use the day up', async () => {
    const { userId, token } = await one.user('FREE');
    const answers = await Promise.all(Array.from({ length: 70 }, () => one.call(token, 'GET', '/api/jobs')));
    expect(withStatus(answers, 429)).toHaveLength(10);
    await settled(userId, 60);
  });
});

test('a process that ends leaves nothing uncounted and nothing booked that was not used', async () => {
  const ending = await startApi(() => ({}), null, one);
  const [limited, unlimited] = [await one.user('PRO'), await one.user('UNLIMITED')];
  for (const { token } of [limited, limited, limited, unlimited, unlimited]) {
    expect((await ending.call(token, 'GET', '/api/jobs')).status).toBe(200);
  }
  await ending.close();
  expect(await usage(limited.userId)).toEqual([3, 3]);
  expect(await usage(unlimited.userId)).toEqual([2, 2]);
});
