import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { claimDueRuns } from '@carillon/core/engine/claim-due-runs';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { seeded, testSeed } from '@carillon/testkit/random';
import { DRAFT, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
let replica: TestApi;
beforeAll(async () => {
  api = await startApi();
  replica = await startApi(undefined, null, api);
}, 60_000);
afterAll(async () => {
  await replica.close();
  await api.close();
});

interface UsageBody {
  current: { jobs: number };
  monthly: Record<string, unknown>;
  daily: { date: string; peakJobCount: number };
  todayActivity: { jobsCreated: number; jobsDeleted: number };
}

const usageOf = async (token: string) => {
  const { status, body } = await api.call(token, 'GET', '/api/usage');
  expect(status).toBe(200);
  return body.data as unknown as UsageBody;
};
const create = async (at: TestApi, token: string) => {
  const { status, body } = await at.call(token, 'POST', '/api/jobs', DRAFT);
  return { status, body, id: String((body.data as { id?: string } | null)?.id) };
};

describe('what GET /api/usage shows', () => {
  test('of a new user: one key, and every field of the contract', async () => {
    const { token } = await api.user('FREE');
    const { body } = await api.call(token, 'GET', '/api/usage');
    const [count, date] = [expect.any(Number), expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/)];
    expect(body).toEqual({
      success: true,
      message: 'success',
      data: {
        current: { jobs: 0, apiKeys: 1 },
        monthly: { year: count, month: count, executions: 0, apiCalls: count, billedAmount: 0, paid: false },
        daily: { date, executions: 0, apiCalls: count, peakJobCount: 0, peakApiKeyCount: 1 },
        todayActivity: { jobsCreated: 0, jobsDeleted: 0, apiKeysCreated: 1, apiKeysDeleted: 0 },
        limits: {
          plan: 'FREE',
          maxJobs: 5,
          monthlyRuns: 500,
          minIntervalSeconds: 1_800,
          dailyApiCalls: 100,
          requestsPerMinute: 60,
          logRetentionDays: 3,
          maxTimeoutMs: 30_000,
          maxApiKeys: 10,
        },
      },
    });
  });

  test('the day and month of Tokyo', async () => {
    const { token } = await api.user('FREE');
    const tokyo = (at: Date) => new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
    const before = tokyo(new Date());
    const { daily, monthly } = await usageOf(token);
    expect([before, tokyo(new Date())]).toContain(daily.date);
    const [year, month] = daily.date.split('-').map(Number);
    expect(monthly).toMatchObject({ year, month });
  });

  test('without a limit it is null', async () => {
    const { token } = await api.user('UNLIMITED');
    const { body } = await api.call(token, 'GET', '/api/usage');
    expect(body.data).toMatchObject({ limits: { plan: 'UNLIMITED', maxJobs: null, monthlyRuns: null } });
  });

  test('the peak is the most there were, also when there are fewer now or there were more in the morning', async () => {
    const { token, userId } = await api.user('FREE');
    const made = [await create(api, token), await create(api, token), await create(api, token)];
    for (const { id } of made.slice(1)) await api.call(token, 'DELETE', `/api/jobs/${id}`);
    expect(await usageOf(token)).toMatchObject({ current: { jobs: 1 }, daily: { peakJobCount: 3 } });
    await api.database.pool.query('UPDATE usage_days SET day = day - 1 WHERE user_id = $1', [userId]);
    expect(await usageOf(token)).toMatchObject({ current: { jobs: 1 }, daily: { peakJobCount: 1 } });
    await api.call(token, 'DELETE', `/api/jobs/${made[0]?.id}`);
    expect(await usageOf(token)).toMatchObject({ current: { jobs: 0 }, daily: { peakJobCount: 1 } });
  });
});

describe('the seed’s free user', () => {
  test('with 3 jobs, 2 creations and 1 deletion today may create', async () => {
    const { token, userId } = await api.user('FREE');
    const yesterdays = [await create(api, token), await create(api, token)];
    await api.database.pool.query('UPDATE usage_days SET day = day - 1 WHERE user_id = $1', [userId]);
    await create(api, token);
    await create(api, token);
    await api.call(token, 'DELETE', `/api/jobs/${yesterdays[0]?.id}`);
    const before = { current: { jobs: 3 }, todayActivity: { jobsCreated: 2, jobsDeleted: 1 } };
    expect(await usageOf(token)).toMatchObject(before);
    expect((await create(api, token)).status).toBe(201);
    expect(await usageOf(token)).toMatchObject({ current: { jobs: 4 }, todayActivity: { jobsCreated: 3 } });
  });

  test('whose 500 runs are used up has the next in the logs as skipped, and no more executions', async () => {
    const { token, userId } = await api.user('FREE');
    const { id } = await create(api, token);
    const { db, pool } = api.database;
    await pool.query(
      `INSERT INTO usage_months (user_id, month, executions)
       VALUES ($1, date_trunc('month', now() AT TIME ZONE 'Asia/Tokyo')::date, 499)`,
      [userId],
    );
    const options = { db, partitions: createRunPartitions(db), quotaTimezone: 'Asia/Tokyo', node: 'srv1', limit: 10 };
    const claim = async () => {
      await pool.query('UPDATE cron_jobs SET next_run_at = now() WHERE id = $1', [id]);
      return claimDueRuns({ ...options, onUnreadable: () => undefined });
    };
    expect(await claim()).toMatchObject({ queued: 1, skipped: 0 });
    expect(await claim()).toMatchObject({ queued: 0, skipped: 1 });
    const { body } = await api.call(token, 'GET', `/api/jobs/${id}/logs?state=skipped`);
    const reason = '月間実行回数の上限 (500 回) に達しています。現在: 500 回';
    expect(body.data).toMatchObject([{ jobId: id, skipped: true, reason }]);
    expect(await usageOf(token)).toMatchObject({ monthly: { executions: 500 }, daily: { executions: 1 } });
  });
});

test('200 creations at once at a limit of 100, through two replicas: exactly 100', async () => {
  const { token, userId } = await api.user('PRO');
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => create(i % 2 ? api : replica, token)));
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  expect([count(201), count(400)]).toEqual([100, 100]);
  const refused = answers.find((answer) => answer.status === 400);
  expect(refused?.body.message).toBe('プランの上限 (100 件) に達しています。現在のジョブ数: 100 件');
  const expected = { current: { jobs: 100 }, daily: { peakJobCount: 100 }, todayActivity: { jobsCreated: 100 } };
  expect(await usageOf(token)).toMatchObject(expected);
  const { rows } = await api.database.pool.query('SELECT count(*)::int AS n FROM cron_jobs WHERE user_id = $1', [
    userId,
  ]);
  expect(rows).toEqual([{ n: 100 }]);
}, 60_000);

/** What became of one user's operations, by the answers. */
interface Tally {
  created: number;
  deleted: number;
}

test('50 users create and delete at once: usage, history and jobs agree to the unit', async () => {
  const random = seeded(testSeed());
  const users = await Promise.all(Array.from({ length: 50 }, () => api.user('FREE')));
  const storm = async (token: string, moves: readonly number[]): Promise<Tally> => {
    const ids: string[] = [];
    const tally = { created: 0, deleted: 0 };
    const move = async (draw: number) => {
      const at = draw % 2 === 0 ? api : replica;
      const id = draw % 5 < 2 ? ids.pop() : undefined;
      if (id !== undefined) {
        if ((await at.call(token, 'DELETE', `/api/jobs/${id}`)).status === 200) tally.deleted += 1;
        return;
      }
      const made = await create(at, token);
      if (made.status !== 201) return expect([made.status, made.body.error?.code]).toEqual([400, 'plan_limit']);
      tally.created += 1;
      ids.push(made.id);
    };
    // Three hands at once, each with moves of its own.
    await Promise.all(
      [0, 1, 2].map(async (hand) => {
        for (const draw of moves.filter((_, i) => i % 3 === hand)) await move(draw);
      }),
    );
    return tally;
  };
  const moves = users.map(() => Array.from({ length: 15 }, () => random.integer(0, 999)));
  const tallies = await Promise.all(users.map(({ token }, i) => storm(token, moves[i] ?? [])));
  for (const [i, { token, userId }] of users.entries()) {
    const { created, deleted } = tallies[i] ?? { created: -1, deleted: -1 };
    const usage = await usageOf(token);
    expect(usage.current.jobs).toBe(created - deleted);
    expect(usage.todayActivity).toMatchObject({ jobsCreated: created, jobsDeleted: deleted });
    expect(usage.daily.peakJobCount).toBeGreaterThanOrEqual(created - deleted);
    expect(usage.daily.peakJobCount).toBeLessThanOrEqual(Math.min(5, created));
    const { rows } = await api.database.pool.query(
      `SELECT (SELECT count(*)::int FROM cron_jobs WHERE user_id = $1) AS jobs,
         count(*) FILTER (WHERE action = 'created')::int AS created,
         count(*) FILTER (WHERE action = 'deleted')::int AS deleted
       FROM resource_history WHERE user_id = $1 AND kind = 'cron_job'`,
      [userId],
    );
    expect(rows).toEqual([{ jobs: created - deleted, created, deleted }]);
  }
}, 120_000);
