import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { apiKeys } from '@carillon/core/db/schema/index';
import { checkDefaultPlan } from '../src/check-default-plan.js';
import { ADMIN_TOKEN, DRAFT, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.close());

const operator = (method: string, path: string, body?: unknown, at = api) =>
  at.call(null, method, path, body, { 'x-admin-token': ADMIN_TOKEN });
const fieldsOf = (answer: Awaited<ReturnType<typeof operator>>) =>
  answer.body.error?.details.fields?.map(({ field }) => field);

interface HasId {
  id: string;
}

let people = 0;
const person = () => ({ name: 'Aoi', email: `aoi${++people}@example.com` });

describe('who may', () => {
  const PATHS = ['/api/admin/users', '/api/admin/stats', '/api/admin/plans', '/api/admin/plan?userId=u&plan=FREE'];

  test.each(PATHS)('%s: the admin token and the scope system, nobody else', async (path) => {
    const { userId } = await api.user('FREE');
    const system = await api.token(userId, ['system']);
    const others = await api.token(
      userId,
      SCOPES.filter((scope) => scope !== 'system'),
    );
    expect([200, 404]).toContain((await operator('GET', path)).status);
    expect([200, 404]).toContain((await api.call(system, 'GET', path)).status);
    expect((await api.call(others, 'GET', path)).status).toBe(403);
    expect((await api.call(null, 'GET', path)).status).toBe(401);
    expect((await api.call(null, 'GET', path, undefined, { 'x-admin-token': `${ADMIN_TOKEN}x` })).status).toBe(401);
  });
});

describe('creating a user', () => {
  test('gives the user, a key and its token, once', async () => {
    const wanted = person();
    const { status, body } = await operator('POST', '/api/admin/users', wanted);
    expect([status, body.message]).toEqual([201, 'created']);
    const { user, apiKey, token } = body.data as unknown as { user: HasId; apiKey: HasId; token: string };
    expect(user).toMatchObject({ ...wanted, plan: 'FREE', jobCount: 0, apiKeyCount: 1 });
    expect(apiKey).toMatchObject({ userId: user.id, scopes: SCOPES.filter((scope) => scope !== 'system') });
    expect((await api.call(token, 'POST', '/api/jobs', DRAFT)).status).toBe(201);
    expect((await api.call(token, 'GET', '/api/admin/stats')).status).toBe(403);
    const usage = await api.call(token, 'GET', '/api/usage');
    expect(usage.body.data).toMatchObject({
      current: { jobs: 1, apiKeys: 1 },
      todayActivity: { apiKeysCreated: 1 },
    });
    const audit = await operator('GET', `/api/admin/audit?userId=${user.id}`);
    expect(audit.body.data).toMatchObject([
      { action: 'cron_job.created', actor: 'api_key' },
      { action: 'api_key.created', actor: 'admin_token', resourceId: apiKey.id },
      { action: 'user.created', actor: 'admin_token', resourceId: user.id },
    ]);
    expect(audit.text).not.toContain(token);
  });

  test('on the plan and with the scopes that are asked for', async () => {
    const wanted = { ...person(), plan: 'HOBBY', scopes: ['job', 'system', 'job'] };
    const { body } = await operator('POST', '/api/admin/users', wanted);
    expect(body.data).toMatchObject({ user: { plan: 'HOBBY' }, apiKey: { scopes: ['job', 'system'] } });
  });

  test('by an operator’s key that has nothing but the scope system', async () => {
    const { userId } = await api.user('FREE');
    const system = await api.token(userId, ['system']);
    const { status, body } = await api.call(system, 'POST', '/api/admin/users', person());
    expect([status, (body.data as { apiKey?: { userId: string } }).apiKey?.userId === userId]).toEqual([201, false]);
  });

  test('an address that is taken is a conflict, and leaves no key behind', async () => {
    const wanted = person();
    await operator('POST', '/api/admin/users', wanted);
    const keys = () => api.database.db.$count(apiKeys);
    const before = await keys();
    const again = await operator('POST', '/api/admin/users', wanted);
    expect([again.status, again.body.error?.code, again.body.message]).toEqual([
      409,
      'conflict',
      'このメールアドレスはすでに使われています',
    ]);
    expect(await keys()).toBe(before);
  });

  test('ten at once with one address: one user', async () => {
    const wanted = person();
    const answers = await Promise.all(Array.from({ length: 10 }, () => operator('POST', '/api/admin/users', wanted)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  test.each([
    ['nothing', {}, ['name', 'email']],
    ['an address without @', { name: 'A', email: 'a.example' }, ['email']],
    ['an address of 255 characters', { name: 'A', email: `${'a'.repeat(243)}@example.com` }, ['email']],
    ['an empty name', { name: '', email: 'a@example.com' }, ['name']],
    ['a name of 256 characters', { name: 'n'.repeat(256), email: 'a@example.com' }, ['name']],
    ['a name with NUL', { name: 'a\u0000', email: 'a@example.com' }, ['name']],
    ['a plan that there is not', { name: 'A', email: 'a@example.com', plan: 'GOLD' }, ['plan']],
    ['a scope that there is not', { name: 'A', email: 'a@example.com', scopes: ['root'] }, ['scopes[0]']],
    ['no scopes', { name: 'A', email: 'a@example.com', scopes: [] }, ['scopes']],
    ['an id', { name: 'A', email: 'a@example.com', id: 'user_1' }, ['id']],
    ['a count', { name: 'A', email: 'a@example.com', jobCount: -5 }, ['jobCount']],
  ])('refuses %s', async (_title, input, fields) => {
    const answer = await operator('POST', '/api/admin/users', input);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, fields]);
  });

  test('a default plan that there is not is told, not met with an error of ours', async () => {
    const other = await startApi(() => ({ defaultPlan: 'GONE' }), null, api);
    const answer = await operator('POST', '/api/admin/users', person(), other);
    await other.close();
    const { db } = api.database;
    expect(await checkDefaultPlan({ db, defaultPlan: 'GONE' })).toContain('DEFAULT_PLAN is GONE');
    expect(await checkDefaultPlan({ db, defaultPlan: 'FREE' })).toBeNull();
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['plan']]);
    expect(answer.body.message).toContain('GONE (DEFAULT_PLAN)');
  });
});

describe('listing users', () => {
  const emails = (answer: Awaited<ReturnType<typeof operator>>) =>
    (answer.body.data as unknown as { email: string }[]).map(({ email }) => email);

  test('newest first, a page at a time, and by a part of name or address', async () => {
    const wanted = ['one', 'two', 'three'].map((part) => ({ name: `Paged_${part}`, email: `${part}@paged.example` }));
    for (const one of wanted) await operator('POST', '/api/admin/users', one);
    const expected = wanted.map(({ email }) => email).reverse();
    expect(emails(await operator('GET', '/api/admin/users?q=PAGED_'))).toEqual(expected);
    expect(emails(await operator('GET', '/api/admin/users?q=wo@paged'))).toEqual(['two@paged.example']);
    expect(emails(await operator('GET', '/api/admin/users?q=paged%25'))).toEqual([]);
    const first = await operator('GET', '/api/admin/users?q=paged&limit=2');
    expect(emails(first)).toEqual(expected.slice(0, 2));
    const cursor = first.headers.get('x-next-cursor');
    const second = await operator('GET', `/api/admin/users?q=paged&limit=2&cursor=${cursor}`);
    expect(emails(second)).toEqual(expected.slice(2));
    expect(second.headers.get('x-next-cursor')).toBeNull();
  });

  test.each(['cursor=x', 'limit=0', 'q=', 'q=%00', 'page=1'])('refuses %s', async (query) => {
    const answer = await operator('GET', `/api/admin/users?${query}`);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [query.split('=')[0]]]);
  });
});

describe('the plan of any user', () => {
  test('is simulated and changed as the user’s own, also where that is off', async () => {
    const { token, userId } = await api.user('PRO');
    const { body: made } = await api.call(token, 'POST', '/api/jobs', { ...DRAFT, schedule: '* * * * *' });
    const id = made.data['id'];
    const simulated = await operator('GET', `/api/admin/plan?userId=${userId}&plan=HOBBY`);
    expect(simulated.body.data).toMatchObject({
      currentPlan: 'PRO',
      newPlan: 'HOBBY',
      isDowngrade: true,
      jobs: { willBeDisabled: 1, jobsToDisable: [{ id }] },
    });
    const changed = await operator('POST', '/api/admin/plan', { userId, plan: 'HOBBY' });
    expect(changed.body.data).toMatchObject({ changed: true, disabledResources: { jobs: [{ id }] } });
    const audit = await operator('GET', `/api/admin/audit?userId=${userId}&action=plan.changed`);
    expect(audit.body.data).toMatchObject([{ actor: 'admin_token', details: { from: 'PRO', to: 'HOBBY' } }]);
  });

  test('of nobody is not found; of nothing is refused', async () => {
    expect((await operator('GET', '/api/admin/plan?userId=user_1&plan=FREE')).status).toBe(404);
    expect((await operator('POST', '/api/admin/plan', { userId: 'user_1', plan: 'FREE' })).status).toBe(404);
    expect(fieldsOf(await operator('GET', '/api/admin/plan'))).toEqual(['userId', 'plan']);
    expect(fieldsOf(await operator('POST', '/api/admin/plan', {}))).toEqual(['userId', 'plan']);
    const { userId } = await api.user('FREE');
    expect(fieldsOf(await operator('POST', '/api/admin/plan', { userId, plan: 'GOLD' }))).toEqual(['plan']);
  });
});

const FIGURES = {
  maxJobs: 7,
  monthlyRuns: null,
  minIntervalSeconds: 600,
  dailyApiCalls: null,
  requestsPerMinute: 90,
  logRetentionDays: 5,
  maxTimeoutMs: 45_000,
};

describe('plans', () => {
  test('are listed, the tightest first', async () => {
    const { body } = await operator('GET', '/api/admin/plans');
    const names = (body.data as unknown as { name: string }[]).map(({ name }) => name);
    expect(names.filter((name) => !name.startsWith('TEAM'))).toEqual(['FREE', 'HOBBY', 'PRO', 'UNLIMITED']);
    expect((body.data as unknown as object[])[0]).toMatchObject({ maxJobs: 5, monthlyRuns: 500 });
  });

  test('one is added, counts at once, is edited, and each is in the audit', async () => {
    expect((await operator('PUT', '/api/admin/plans/TEAM', FIGURES)).status).toBe(201);
    const { token } = await api.user('TEAM');
    const edited = await operator('PUT', '/api/admin/plans/TEAM', { ...FIGURES, maxJobs: 1 });
    expect([edited.status, edited.body.data]).toEqual([200, { name: 'TEAM', ...FIGURES, maxJobs: 1 }]);
    const unchanged = await operator('PUT', '/api/admin/plans/TEAM', { ...FIGURES, maxJobs: 1 });
    expect(unchanged.body.data).toEqual(edited.body.data);
    expect((await api.call(token, 'POST', '/api/jobs', DRAFT)).status).toBe(201);
    expect((await api.call(token, 'POST', '/api/jobs', DRAFT)).body.message).toContain('(1 件)');
    const { body } = await operator('GET', '/api/admin/audit?action=plan.edited');
    expect(body.data).toMatchObject([
      { resourceId: 'TEAM', userId: null, details: { from: { maxJobs: 7 }, to: { maxJobs: 1 } } },
      { resourceId: 'TEAM', userId: null, details: { from: null, to: FIGURES } },
    ]);
  });

  test('ten additions of one at once are one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => operator('PUT', '/api/admin/plans/TEAM_X', FIGURES)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
  });

  test.each([
    ['a name in lower case', 'team', FIGURES, ['name']],
    ['a name with NUL', 'A%00', FIGURES, ['name']],
    ['nothing', 'TEAM_2', {}, Object.keys(FIGURES)],
    ['an interval of 0', 'TEAM_2', { ...FIGURES, minIntervalSeconds: 0 }, ['minIntervalSeconds']],
    ['no interval', 'TEAM_2', { ...FIGURES, minIntervalSeconds: null }, ['minIntervalSeconds']],
    ['a fraction', 'TEAM_2', { ...FIGURES, maxJobs: 1.5 }, ['maxJobs']],
    ['a negative number', 'TEAM_2', { ...FIGURES, monthlyRuns: -1 }, ['monthlyRuns']],
    ['more than a column holds', 'TEAM_2', { ...FIGURES, monthlyRuns: 3_000_000_000 }, ['monthlyRuns']],
    ['a timeout of an hour', 'TEAM_2', { ...FIGURES, maxTimeoutMs: 3_600_000 }, ['maxTimeoutMs']],
    ['another field', 'TEAM_2', { ...FIGURES, price: 5 }, ['price']],
  ])('refuses %s', async (_title, name, figures, fields) => {
    const answer = await operator('PUT', `/api/admin/plans/${name}`, figures);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, fields]);
  });
});

describe('stats', () => {
  test('add up users, jobs, keys and runs, by plan', async () => {
    const alone = await startApi();
    const [free, pro] = [await alone.user('FREE'), await alone.user('PRO')];
    for (const token of [free.token, pro.token, pro.token]) await alone.call(token, 'POST', '/api/jobs', DRAFT);
    await alone.database.pool.query(
      `INSERT INTO usage_months (user_id, month, executions)
       VALUES ($1, date_trunc('month', now() AT TIME ZONE 'Asia/Tokyo')::date, 40), ($1, '2020-01-01', 2), ($2, '2020-01-01', 1)`,
      [pro.userId, free.userId],
    );
    const { status, body } = await operator('GET', '/api/admin/stats', undefined, alone);
    await alone.close();
    expect(status).toBe(200);
    const none = { users: 0, jobs: 0, apiKeys: 0, runs: { thisMonth: 0, total: 0 } };
    expect(body.data).toEqual({
      users: 2,
      jobs: 3,
      apiKeys: 2,
      runs: { thisMonth: 40, total: 43 },
      ledgerRows: 0,
      plans: [
        { plan: 'FREE', users: 1, jobs: 1, apiKeys: 1, runs: { thisMonth: 0, total: 1 } },
        { plan: 'HOBBY', ...none },
        { plan: 'PRO', users: 1, jobs: 2, apiKeys: 1, runs: { thisMonth: 40, total: 42 } },
        { plan: 'UNLIMITED', ...none },
      ],
    });
  });

  test('cannot be posted', async () => {
    const answer = await operator('POST', '/api/admin/stats', {});
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
  });
});
