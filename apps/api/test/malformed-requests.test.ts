import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DRAFT, request, startApi, type TestApi } from './support/start-api.js';

/** As malformed-input.test.ts, for batches, changes, paths and queries. */

let api: TestApi;
let token: string;
let jobId: string;
beforeAll(async () => {
  api = await startApi();
  ({ token } = await api.user('PRO'));
  jobId = String((await api.call(token, 'POST', '/api/jobs', DRAFT)).body.data['id']);
}, 60_000);
afterAll(() => api.close());

describe('batches', () => {
  test.each<[string, unknown, string]>([
    ['an object', DRAFT, '$'],
    ['nothing', [], '$'],
    ['1,001 items', Array.from({ length: 1_001 }, () => DRAFT), '$'],
    ['a number among them', [DRAFT, 5], '[1]'],
    ['an invalid item', [DRAFT, DRAFT, DRAFT, { ...DRAFT, schedule: '61 * * * *' }], '[3].schedule'],
    ['a body with GET', [{ ...DRAFT, method: 'GET', body: 'x' }], '[0].body'],
    ['a timeout beyond the plan', [DRAFT, { ...DRAFT, timeoutMs: 300_001 }], '[1].timeoutMs'],
    ['an interval beyond the plan', [DRAFT, { ...DRAFT, schedule: '*/5 * * * * *' }], '[1].schedule'],
  ])('%s', async (_title, body, field) => {
    const answer = await api.call(token, 'POST', '/api/jobs/batch', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error?.details.fields?.map((fault) => fault.field)).toContain(field);
    expect(answer.body.message).toContain(`${field}: `);
  });

  test('names every item at fault, the first ones in the message', async () => {
    const answer = await api.call(
      token,
      'POST',
      '/api/jobs/batch',
      Array.from({ length: 8 }, () => ({ ...DRAFT, name: 1 })),
    );
    expect(answer.body.error?.details.fields).toHaveLength(8);
    expect(answer.body.message).toContain('[4].name: ');
    expect(answer.body.message).toContain('ほか 3 件');
  });

  test('a batch may be larger than 100 kB', async () => {
    const { token: unlimited } = await api.user('UNLIMITED');
    const drafts = Array.from({ length: 1_000 }, () => ({ ...DRAFT, body: 'x'.repeat(1_000) }));
    const answer = await api.call(unlimited, 'POST', '/api/jobs/batch', drafts);
    expect(answer.status).toBe(201);
    expect(answer.body.message).toBe('1000 件のジョブを作成しました');
  });
});

describe('changes', () => {
  test.each<[string, object, string]>([
    ['an unknown field', { nextRunAt: null }, 'nextRunAt'],
    ['a required field cleared', { name: null }, 'name'],
    ['an impossible schedule', { schedule: '0 0 30 2 *' }, 'schedule'],
    ['a zone that is none', { timezone: 'Mars/Base' }, 'timezone'],
  ])('%s', async (_title, changes, field) => {
    const answer = await api.call(token, 'PATCH', `/api/jobs/${jobId}`, changes);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(`${field}: `);
  });

  test('GET with the body that is there', async () => {
    const draft = { ...DRAFT, body: 'x' };
    const id = String((await api.call(token, 'POST', '/api/jobs', draft)).body.data['id']);
    const refused = await api.call(token, 'PATCH', `/api/jobs/${id}`, { method: 'GET' });
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain('body: ');
    const accepted = await api.call(token, 'PATCH', `/api/jobs/${id}`, { method: 'GET', body: null });
    expect(accepted.body.data).toMatchObject({ method: 'GET', body: null });
  });
});

describe('paths and queries', () => {
  test.each([
    ['/api/jobs?limit=0', 'limit'],
    ['/api/jobs?limit=1001', 'limit'],
    ['/api/jobs?limit=abc', 'limit'],
    ['/api/jobs?limit=1e9', 'limit'],
    ['/api/jobs?limit=99999999999999999999999999', 'limit'],
    ['/api/jobs?limit=1&limit=2', 'limit'],
    ['/api/jobs?limit=', 'limit'],
    ['/api/jobs?cursor=x', 'cursor'],
    ['/api/jobs?cursor=%00', 'cursor'],
    ['/api/jobs?cursor=AAAAAAAAAAAAAAAAAAAAAAA', 'cursor'],
    ['/api/logs?cursor=______________________', 'cursor'],
    ['/api/jobs?q=%00', 'q'],
    ['/api/jobs?q=', 'q'],
    ['/api/jobs?tag[]=a', 'tag[]'],
    ['/api/jobs?enabled=yes', 'enabled'],
    ['/api/jobs?sort=name', 'sort'],
    ['/api/logs?from=yesterday', 'from'],
    ['/api/logs?from=2026-02-30T00:00:00Z', 'from'],
    ['/api/logs?to=0000-01-01T00:00:00%2B14:00', 'to'],
    ['/api/logs?to=99999-01-01T00:00:00Z', 'to'],
    ['/api/logs?status=-1', 'status'],
    ['/api/logs?status=2147483648', 'status'],
    ['/api/logs?successful=1', 'successful'],
    ['/api/logs?type=auto', 'type'],
    ['/api/logs?state=done', 'state'],
    ['/api/jobs/JOB/preview?count=1001', 'count'],
    ['/api/jobs/JOB/preview?from=1', 'from'],
  ])('%s', async (path, field) => {
    const answer = await api.call(token, 'GET', path.replace('JOB', jobId));
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(`${field}: `);
  });

  test.each([
    '/api/jobs/1',
    '/api/jobs/%00',
    '/api/jobs/%E0%A4%A',
    `/api/jobs/${'a'.repeat(4_000)}`,
    '/api/jobs/00000000-0000-0000-0000-000000000000',
    '/api/jobs/__proto__',
    "/api/jobs/'%20OR%201=1",
    '/api/logs/log_1',
    '/api/logs/log_ffffffffffff7000b000000000000000',
    '/api/logs/log_000000000000700080000000000000000',
    '/api/jobs/x/logs',
    '//api/jobs',
    '/API/jobs',
    '/api/unknown',
    '/%',
  ])('nothing at %s', async (path) => {
    const answer = await api.call(token, 'GET', path);
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ success: false, data: null });
  });

  test('a method that a path does not have', async () => {
    const answer = await api.call(token, 'PUT', `/api/jobs/${jobId}`, {});
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, PATCH, DELETE');
    expect(answer.body).toMatchObject({ success: false, data: null });
  });
});

test('after all of it the process answers', async () => {
  expect(await request(`${api.url}/health`, {})).toMatchObject({ status: 200, body: { status: 'ok' } });
});
