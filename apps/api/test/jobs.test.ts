import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DRAFT, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.close());

const create = (token: string, change: object = {}, headers: Record<string, string> = {}) =>
  api.call(token, 'POST', '/api/jobs', { ...DRAFT, ...change }, headers);
const rowsOf = async (statement: string, ...values: unknown[]) =>
  (await api.database.pool.query<Record<string, unknown>>(statement, values)).rows;

describe('limits', () => {
  test('200 creations at once against a limit of 100: exactly 100', async () => {
    const { token, userId } = await api.user('PRO');
    const answers = await Promise.all(Array.from({ length: 200 }, () => create(token)));
    const statuses = answers.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(100);
    expect(statuses.filter((status) => status === 400)).toHaveLength(100);
    expect(await rowsOf('SELECT job_count FROM users WHERE id = $1', userId)).toEqual([{ job_count: 100 }]);
    expect(await rowsOf('SELECT count(*)::int FROM cron_jobs WHERE user_id = $1', userId)).toEqual([{ count: 100 }]);
    expect(await rowsOf('SELECT jobs_created FROM usage_days WHERE user_id = $1', userId)).toEqual([
      { jobs_created: 100 },
    ]);
  }, 60_000);

  test('creations and deletions at once keep the count right', async () => {
    const { token, userId } = await api.user('PRO');
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => String((await create(token)).body.data['id'])),
    );
    await Promise.all([
      ...ids.map((id) => api.call(token, 'DELETE', `/api/jobs/${id}`)),
      // The same ones again: only one deletion of each counts.
      ...ids.map((id) => api.call(token, 'DELETE', `/api/jobs/${id}`)),
      ...ids.map(() => create(token)),
    ]);
    expect(await rowsOf('SELECT job_count FROM users WHERE id = $1', userId)).toEqual([{ job_count: 20 }]);
    expect(await rowsOf('SELECT jobs_created, jobs_deleted FROM usage_days WHERE user_id = $1', userId)).toEqual([
      { jobs_created: 40, jobs_deleted: 20 },
    ]);
  });

  test('a refused batch leaves nothing behind', async () => {
    const { token, userId } = await api.user('FREE');
    const batch = [DRAFT, { ...DRAFT, schedule: '* * * * *' }];
    const { status, body } = await api.call(token, 'POST', '/api/jobs/batch', batch);
    expect(status).toBe(400);
    expect(body.message).toContain('[1].schedule: このプランでは最小実行間隔は 30 分です。指定された間隔: 1 分');
    expect(await rowsOf('SELECT job_count FROM users WHERE id = $1', userId)).toEqual([{ job_count: 0 }]);
    expect(await rowsOf('SELECT jobs_created, peak_job_count FROM usage_days WHERE user_id = $1', userId)).toEqual([
      { jobs_created: 0, peak_job_count: null },
    ]);
  });

  test('creations and deletions stay in the history', async () => {
    const { token } = await api.user('FREE');
    const id = String((await create(token)).body.data['id']);
    await api.call(token, 'DELETE', `/api/jobs/${id}`);
    const history = await rowsOf(
      'SELECT action, kind FROM resource_history WHERE resource_id = $1 ORDER BY action',
      id,
    );
    expect(history).toEqual([
      { action: 'created', kind: 'cron_job' },
      { action: 'deleted', kind: 'cron_job' },
    ]);
  });

  test('a seconds field is for plans below a minute', async () => {
    const { token } = await api.user('UNLIMITED');
    expect((await create(token, { schedule: '*/5 * * * * *' })).status).toBe(201);
  });
});

describe('idempotency', () => {
  test('the same key and body give the first job again', async () => {
    const { token } = await api.user('FREE');
    const first = await create(token, {}, { 'idempotency-key': 'k1' });
    const again = await create(token, {}, { 'idempotency-key': 'k1' });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect((await api.call(token, 'GET', '/api/jobs')).body.data).toHaveLength(1);
  });

  test('another body is a conflict', async () => {
    const { token } = await api.user('FREE');
    await create(token, {}, { 'idempotency-key': 'k1' });
    const other = await create(token, { name: 'Other' }, { 'idempotency-key': 'k1' });
    expect([other.status, other.body.error?.code]).toEqual([409, 'idempotency_conflict']);
  });

  test('20 at once make one job', async () => {
    const { token, userId } = await api.user('FREE');
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(token, {}, { 'idempotency-key': 'k1' })));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers.every((answer) => answer.status === 201)).toBe(true);
    expect(await rowsOf('SELECT job_count FROM users WHERE id = $1', userId)).toEqual([{ job_count: 1 }]);
  });

  test('a refused request does not use the key up, and users have their own', async () => {
    const { token } = await api.user('FREE');
    const key = { 'idempotency-key': 'k1' };
    expect((await create(token, { schedule: '* * * * *' }, key)).status).toBe(400);
    expect((await create(token, {}, key)).status).toBe(201);
    const other = await api.user('FREE');
    expect((await create(other.token, { name: 'Mine' }, key)).body.data).toMatchObject({ name: 'Mine' });
  });

  test('the key is still taken when its job is gone', async () => {
    const { token } = await api.user('FREE');
    const first = await create(token, {}, { 'idempotency-key': 'k1' });
    await api.call(token, 'DELETE', `/api/jobs/${String(first.body.data['id'])}`);
    expect((await create(token, {}, { 'idempotency-key': 'k1' })).status).toBe(409);
  });

  test('a key of 256 characters is refused by its name', async () => {
    const { token } = await api.user('FREE');
    const answer = await create(token, {}, { 'idempotency-key': 'k'.repeat(256) });
    expect([answer.status, answer.body.error?.details.fields?.[0]?.field]).toEqual([400, 'Idempotency-Key']);
  });
});

describe('changing', () => {
  const nextRunAt = async (token: string, id: string, change: object) =>
    (await api.call(token, 'PATCH', `/api/jobs/${id}`, change)).body.data['nextRunAt'];

  test('a new schedule or zone moves the next run; pausing ends it, resuming brings it back', async () => {
    const { token } = await api.user('FREE');
    const id = String((await create(token)).body.data['id']);
    expect(await nextRunAt(token, id, { schedule: '0 10 * * *' })).toMatch(/T01:00:00\.000Z$/);
    expect(await nextRunAt(token, id, { timezone: 'UTC' })).toMatch(/T10:00:00\.000Z$/);
    expect(await nextRunAt(token, id, { enabled: false })).toBeNull();
    expect(await nextRunAt(token, id, { schedule: '0 11 * * *' })).toBeNull();
    expect(await nextRunAt(token, id, { enabled: true })).toMatch(/T11:00:00\.000Z$/);
    expect(await nextRunAt(token, id, { name: 'Renamed' })).toMatch(/T11:00:00\.000Z$/);
  });

  test('after a downgrade a job can be renamed, but not resumed', async () => {
    const { token, userId } = await api.user('PRO');
    const id = String((await create(token, { schedule: '* * * * *', timeoutMs: 60_000 })).body.data['id']);
    await api.database.pool.query(`UPDATE users SET plan = 'FREE' WHERE id = $1`, [userId]);
    expect((await api.call(token, 'PATCH', `/api/jobs/${id}`, { name: 'Renamed' })).status).toBe(200);
    expect((await api.call(token, 'PATCH', `/api/jobs/${id}`, { enabled: false })).status).toBe(200);
    const resumed = await api.call(token, 'PATCH', `/api/jobs/${id}`, { enabled: true });
    expect([resumed.status, resumed.body.message]).toEqual([
      400,
      'このプランでは最小実行間隔は 30 分です。指定された間隔: 1 分',
    ]);
  });

  test('headers and body are cleared by null', async () => {
    const { token } = await api.user('FREE');
    const id = String((await create(token, { headers: { 'X-A': '1' }, body: 'x' })).body.data['id']);
    const { body } = await api.call(token, 'PATCH', `/api/jobs/${id}`, { headers: null, body: null });
    expect(body.data).toMatchObject({ headers: null, body: null });
  });

  test('creating and rescheduling wake the schedulers with the due instant', async () => {
    const { token } = await api.user('FREE');
    const client = await api.database.pool.connect();
    const told: (string | undefined)[] = [];
    client.on('notification', ({ payload }) => told.push(payload));
    await client.query('LISTEN carillon_due');
    const created = await create(token);
    const id = String(created.body.data['id']);
    const moved = await nextRunAt(token, id, { schedule: '0 10 * * *' });
    await client.query('SELECT 1');
    expect(told).toEqual([created.body.data['nextRunAt'], moved]);
    client.release(true);
  });
});

describe('listing', () => {
  test('pages lead through all jobs once, newest first', async () => {
    const { token } = await api.user('PRO');
    await api.call(
      token,
      'POST',
      '/api/jobs/batch',
      Array.from({ length: 7 }, (_, i) => ({ ...DRAFT, name: `Job ${i}` })),
    );
    const names: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path = `/api/jobs?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page = await api.call(token, 'GET', path);
      names.push(...(page.body.data as unknown as { name: string }[]).map((job) => job.name));
      cursor = page.headers.get('x-next-cursor');
    }
    expect(names).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `Job ${i}`));
  });

  test('filters by name, tag and state', async () => {
    const { token } = await api.user('FREE');
    await create(token, { name: '100% sure', tags: ['a', 'b'] });
    await create(token, { name: '100 percent', tags: ['b'], enabled: false });
    const names = async (query: string) =>
      ((await api.call(token, 'GET', `/api/jobs?${query}`)).body.data as unknown as { name: string }[]).map(
        (job) => job.name,
      );
    expect(await names('q=100%25')).toEqual(['100% sure']);
    expect(await names('q=PERCENT')).toEqual(['100 percent']);
    expect(await names('tag=b')).toEqual(['100 percent', '100% sure']);
    expect(await names('tag=a')).toEqual(['100% sure']);
    expect(await names('enabled=false')).toEqual(['100 percent']);
  });
});

describe('previews', () => {
  const from = '2026-03-08T00:00:00Z';
  const at = '2026-03-08T07:00:00.000Z';
  const firings = [{ at, local: '2026-03-08T03:00:00-04:00', dst: 'gap', latest: at, fate: 'run', reason: null }];

  test('of a draft and of a job', async () => {
    const { token } = await api.user('FREE');
    const schedule = { schedule: '30 2 * * *', timezone: 'America/New_York' };
    const draft = await api.call(token, 'POST', `/api/jobs/preview?count=1&from=${from}`, schedule);
    expect(draft.body.data).toEqual(firings);
    const id = String((await create(token, schedule)).body.data['id']);
    expect((await api.call(token, 'GET', `/api/jobs/${id}/preview?count=1&from=${from}`)).body.data).toEqual(firings);
    expect((await api.call(token, 'GET', `/api/jobs/${id}/preview`)).body.data).toHaveLength(10);
  });

  test('follow the rule for clock changes', async () => {
    const { token } = await api.user('FREE');
    const draft = { schedule: '30 2 * * *', timezone: 'America/New_York', dstGap: 'skip' };
    const { body } = await api.call(token, 'POST', `/api/jobs/preview?count=1&from=2026-03-08T02:00:00-05:00`, draft);
    expect(body.data).toMatchObject([{ local: '2026-03-09T02:30:00-04:00', dst: null }]);
  });

  test('a plan without seconds previews none', async () => {
    const { token } = await api.user('FREE');
    const { status, body } = await api.call(token, 'POST', '/api/jobs/preview', { schedule: '0 0 9 * * *' });
    expect([status, body.error?.details.fields?.[0]?.field]).toEqual([400, 'schedule']);
  });
});

test('messages come in the language asked for', async () => {
  const { token } = await api.user('FREE');
  const refused = async (language: string) =>
    (await create(token, { schedule: '*/5 * * * *' }, { 'accept-language': language })).body.message;
  expect(await refused('en-US,en;q=0.9')).toBe(
    'The shortest interval of this plan is 30 minutes. Requested interval: 5 minutes',
  );
  expect(await refused('ru')).toBe('Наименьший интервал на этом тарифе: 30 минут. Указанный интервал: 5 минут');
  const japanese = 'このプランでは最小実行間隔は 30 分です。指定された間隔: 5 分';
  expect(await refused('fr, *;q=0.1')).toBe(japanese);
  expect(await refused(';;;')).toBe(japanese);
});
