import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readClock } from '@carillon/core/db/queries/clock';
import { formatRunId } from '@carillon/core/domain/ids';
import { listRuns } from '@carillon/core/engine/list-runs';
import { seedCronJobs } from '@carillon/testkit/seed';
import { enterRun, postponeRun, startRun } from './support/ledger.js';
import { readerOf } from './support/reader.js';
import { startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.close());

const get = readerOf(() => api);
const minutesAgo = (now: Date, minutes: number) => new Date(Math.floor(now.getTime() / 60_000 - minutes) * 60_000);

describe('GET /api/me', () => {
  test('tells whose key it is and what it may do', async () => {
    const { userId } = await api.user('HOBBY');
    const token = await api.token(userId, ['read:jobs', 'write:logs']);
    const me = await get<Record<string, unknown>>(token, '/api/me');
    expect(me).toEqual({
      userId,
      email: expect.stringContaining('@'),
      name: 'Test',
      plan: 'HOBBY',
      keyId: expect.stringMatching(/^key_/),
      keyName: 'test',
      scopes: ['read:jobs', 'write:logs'],
      expiresAt: null,
      serverTime: expect.any(String),
      queueDashboard: false,
    });
    const { rows } = await api.database.pool.query<{ apart: number }>(
      'SELECT abs(extract(epoch FROM clock_timestamp() - $1::timestamptz))::float8 AS apart',
      [me['serverTime']],
    );
    expect(rows[0]?.apart).toBeLessThan(5);
  });

  test('tells when the key ends', async () => {
    const { token, userId } = await api.user('FREE');
    await api.database.pool.query(`UPDATE api_keys SET expires_at = '2100-01-01T00:00:00Z' WHERE user_id = $1`, [
      userId,
    ]);
    expect(await get(token, '/api/me')).toMatchObject({ expiresAt: '2100-01-01T00:00:00.000Z' });
  });
});

describe('GET /api/stats', () => {
  interface Stats {
    totals: Record<string, number>;
    buckets: ({ at: string } & Record<string, number>)[];
    [field: string]: unknown;
  }
  const enter = async () => {
    const user = await api.user('FREE');
    const [cronJobId = '', other = ''] = await seedCronJobs(api.database.db, 2, { userId: user.userId });
    const now = await readClock(api.database.db);
    const run = async (minutes: number, second: number, more: object = {}) => {
      const scheduledFor = new Date(minutesAgo(now, minutes).getTime() + second * 1_000);
      await enterRun(api.database, { userId: user.userId, cronJobId, scheduledFor, ...more });
    };
    const called = (at: number, lateMs: number, durationMs: number, state = 'succeeded') => ({
      ...{ startedAt: new Date(minutesAgo(now, at).getTime() + lateMs), durationMs, state },
    });
    await run(5, 0, called(5, 10, 100));
    await run(6, 0, called(6, 20, 200));
    await run(7, 0, called(7, 990, 3_000, 'failed'));
    await run(7, 1, { state: 'skipped' });
    await run(7, 2, { state: 'missed' });
    await run(8, 0, { state: 'cancelled' });
    await run(9, 0, { state: 'queued' });
    // Neither of the hour nor of the job; and one that nobody scheduled, whose lateness means nothing.
    await run(65, 0, called(65, 5_000, 5_000));
    await run(4, 0, { ...called(4, 60_000, 100), type: 'MANUAL', cronJobId: other });
    return { ...user, cronJobId, now };
  };

  test('counts an hour by minute, in Postgres’s time', async () => {
    const { token, now } = await enter();
    const stats = await get<Stats>(token, '/api/stats');
    expect(stats).toMatchObject({
      span: 'hour',
      bucketSeconds: 60,
      totals: { succeeded: 3, failed: 1, skipped: 1, missed: 1, cancelled: 1, queued: 1 },
      successRate: 0.75,
      lateness: { p50Ms: 20, p99Ms: 990 },
      duration: { p50Ms: 100, p99Ms: 3_000 },
    });
    expect(stats.buckets).toHaveLength(60);
    const at = minutesAgo(now, 7).toISOString();
    expect(stats.buckets.filter((bucket) => bucket.at === at)).toEqual([
      { at, succeeded: 0, failed: 1, skipped: 1, missed: 1, cancelled: 0 },
    ]);
    expect(stats.buckets[0]?.at).toBe(stats['since']);
  });

  test('counts a day by quarter, and one job of it', async () => {
    const { token, cronJobId } = await enter();
    const day = await get<Stats>(token, '/api/stats?span=day');
    expect([day.buckets.length, day.totals['succeeded']]).toEqual([96, 4]);
    const total = day.buckets.reduce((sum, bucket) => sum + (bucket['succeeded'] ?? 0), 0);
    expect(total).toBe(4);
    const ofJob = await get<Stats>(token, `/api/stats?span=day&jobId=${cronJobId}`);
    expect([ofJob.totals['succeeded'], ofJob.totals['failed']]).toEqual([3, 1]);
  });

  test('has zeros and nothing to measure where nothing ran; another’s job is not there', async () => {
    const { token } = await api.user('FREE');
    const stats = await get<Stats>(token, '/api/stats');
    expect(stats).toMatchObject({ successRate: null, lateness: null, duration: null, totals: { succeeded: 0 } });
    expect(stats.buckets.every((bucket) => bucket['succeeded'] === 0)).toBe(true);
    const { cronJobId } = await enter();
    expect((await api.call(token, 'GET', `/api/stats?jobId=${cronJobId}`)).status).toBe(404);
    expect((await api.call(token, 'GET', '/api/stats?jobId=x')).status).toBe(404);
    expect((await api.call(token, 'GET', '/api/stats?span=year')).status).toBe(400);
  });
});

describe('GET /api/jobs/outcomes', () => {
  test('has the last runs of each job asked for, as they stand; others do not appear', async () => {
    const { token, userId } = await api.user('FREE');
    const [a = '', b = '', c = ''] = await seedCronJobs(api.database.db, 3, { userId });
    const stranger = await api.user('FREE');
    const [theirs = ''] = await seedCronJobs(api.database.db, 1, { userId: stranger.userId });
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    const entry = (cronJobId: string, second: number, more: object = {}) => ({
      ...{ userId, cronJobId, scheduledFor: at(second), status: 200, durationMs: 5, ...more },
    });
    for (let second = 1; second <= 4; second++) await enterRun(api.database, entry(a, second));
    const live = { state: 'queued', status: 0, durationMs: undefined };
    const [waiting, running, retrying] = [entry(b, 1, live), entry(b, 2, live), entry(b, 3, live)];
    await enterRun(api.database, waiting);
    await startRun(api.database, running, await enterRun(api.database, running), at(2));
    const retried = await enterRun(api.database, retrying);
    await postponeRun(api.database, retrying, retried, { attempt: 2, until: at(50) });
    await enterRun(api.database, { ...entry(theirs, 1), userId: stranger.userId });
    const outcomes = await get<{ jobId: string; runs: Record<string, unknown>[] }[]>(
      token,
      `/api/jobs/outcomes?jobIds=${c},${b},${a},${theirs},nonsense,${a}&limit=3`,
    );
    expect(outcomes.map(({ jobId, runs }) => [jobId, runs.map(({ state }) => state)])).toEqual([
      [c, []],
      [b, ['retrying', 'running', 'queued']],
      [a, ['succeeded', 'succeeded', 'succeeded']],
    ]);
    expect(outcomes[1]?.runs[0]).toEqual({
      id: formatRunId(retried),
      state: 'retrying',
      scheduledFor: at(3).toISOString(),
      status: 0,
      durationMs: null,
    });
    expect(outcomes[2]?.runs[0]).toMatchObject({ scheduledFor: at(4).toISOString(), status: 200, durationMs: 5 });
  });

  test.each(['', '?jobIds=', `?jobIds=${Array(101).fill('x').join()}`])('%.20s is refused by name', async (query) => {
    const { token } = await api.user('FREE');
    const { status, body } = await api.call(token, 'GET', `/api/jobs/outcomes${query}`);
    expect([status, body.error?.details.fields?.[0]?.field]).toEqual([400, 'jobIds']);
  });
});

test('tags come in order, with how many jobs have each', async () => {
  const { token, userId } = await api.user('FREE');
  await seedCronJobs(api.database.db, 2, { userId, tags: ['b', 'a', 'b'] });
  await seedCronJobs(api.database.db, 1, { userId, tags: ['b'] });
  await seedCronJobs(api.database.db, 1, { userId: (await api.user('FREE')).userId, tags: ['c'] });
  expect(await get(token, '/api/jobs/tags')).toEqual([
    { tag: 'a', jobs: 2 },
    { tag: 'b', jobs: 3 },
  ]);
});

test('one’s own audit has what was done to one’s own, and nothing else', async () => {
  const [mine, theirs] = [await api.user('FREE'), await api.user('FREE')];
  const keyOf = async (token: string) => (await get<{ keyId: string }>(token, '/api/me')).keyId;
  await api.call(mine.token, 'PUT', `/api/keys/${await keyOf(mine.token)}`, { name: 'Mine' });
  await api.call(theirs.token, 'PUT', `/api/keys/${await keyOf(theirs.token)}`, { name: 'Theirs' });
  const events = await get<{ userId: string; action: string }[]>(mine.token, '/api/audit');
  expect(new Set(events.map(({ userId }) => userId))).toEqual(new Set([mine.userId]));
  expect(events[0]).toMatchObject({ action: 'api_key.updated', details: { name: 'Mine' } });
  const first = await api.call(mine.token, 'GET', '/api/audit?limit=1');
  const cursor = first.headers.get('x-next-cursor') ?? '';
  expect(await get(mine.token, `/api/audit?limit=1&cursor=${cursor}`)).toEqual([events[1]]);
  expect(await get(mine.token, '/api/audit?action=api_key.updated')).toEqual([events[0]]);
});

describe('GET /api/jobs?failing=true', () => {
  test('lists those that fail, most failures first, page by page', async () => {
    const { token, userId } = await api.user('FREE');
    const failing = async (consecutiveFailures: number) =>
      (await seedCronJobs(api.database.db, 1, { userId, consecutiveFailures }))[0];
    const [two, nine, none, alsoTwo] = [await failing(2), await failing(9), await failing(0), await failing(2)];
    const page = async (query: string) => {
      const { body, headers, status } = await api.call(token, 'GET', `/api/jobs?${query}`);
      expect(status).toBe(200);
      const ids = (body.data as unknown as { id: string }[]).map(({ id }) => id);
      return { ids, next: headers.get('x-next-cursor') };
    };
    expect(await page('failing=true')).toEqual({ ids: [nine, alsoTwo, two], next: null });
    const first = await page('failing=true&limit=2');
    expect(first.ids).toEqual([nine, alsoTwo]);
    expect(await page(`failing=true&limit=2&cursor=${first.next}`)).toEqual({ ids: [two], next: null });
    expect((await page('failing=false')).ids).toEqual([none]);
  });

  test('a cursor of the other order is refused', async () => {
    const { token, userId } = await api.user('FREE');
    await seedCronJobs(api.database.db, 2, { userId, consecutiveFailures: 1 });
    const cursorOf = async (query: string) =>
      (await api.call(token, 'GET', `/api/jobs?limit=1&${query}`)).headers.get('x-next-cursor') ?? '';
    const refused = async (query: string) => {
      const { status, body } = await api.call(token, 'GET', `/api/jobs?${query}`);
      return [status, body.error?.details.fields?.[0]?.field];
    };
    const [plain, ranked] = [await cursorOf(''), await cursorOf('failing=true')];
    for (const query of [`cursor=${ranked}`, `failing=true&cursor=${plain}`, `failing=true&cursor=${ranked}.1`])
      expect(await refused(query)).toEqual([400, 'cursor']);
  });
});

test('a page of logs looked for by outcome looks through so many, and the next goes on behind them', async () => {
  const { userId } = await api.user('FREE');
  const [cronJobId = ''] = await seedCronJobs(api.database.db, 1, { userId });
  const second = (n: number) => new Date(Date.UTC(2026, 0, 2, 0, 0, n));
  const failed = new Set([2, 3, 11]);
  for (let n = 1; n <= 12; n++)
    await enterRun(api.database, {
      userId,
      cronJobId,
      scheduledFor: second(n),
      state: failed.has(n) ? 'failed' : 'succeeded',
    });
  const pages: number[][] = [];
  let beforeId: string | undefined;
  do {
    const filter = { userId, limit: 2, state: 'failed', beforeId } as const;
    const page = await listRuns(api.database.db, filter, 5);
    pages.push(page.items.map(({ scheduledFor }) => scheduledFor.getUTCSeconds()));
    beforeId = page.nextId ?? undefined;
  } while (beforeId !== undefined);
  expect(pages).toEqual([[11], [3], [2]]);
});
