import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { formatRunId } from '@carillon/core/domain/ids';
import { createApiKey } from '@carillon/core/engine/create-api-key';
import { revokeApiKey } from '@carillon/core/engine/revoke-api-key';
import { waitFor } from '@carillon/testkit/wait-for';
import { routes } from '../src/routes/index.js';
import { enterRun } from './support/ledger.js';
import { DRAFT, request, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.close());

const guarded = routes.filter((route) => route.spec.scope !== 'public');
const pathOf = (template: string, ids: { job: string; log: string }) =>
  template.replace('{jobId}', ids.job).replace('{logId}', ids.log);
const NOTHING = { job: '00000000-0000-7000-8000-000000000000', log: 'log_00000000000070008000000000000000' };

describe.each(guarded)('$spec.method $spec.path', ({ spec }) => {
  test.each(SCOPES)('with the scope %s', async (scope) => {
    const { userId } = await api.user('FREE');
    const token = await api.token(userId, [scope]);
    const body = spec.body && {};
    const { status } = await api.call(token, spec.method.toUpperCase(), pathOf(spec.path, NOTHING), body);
    if (scope === spec.scope) expect([200, 400, 404]).toContain(status);
    else expect(status).toBe(403);
  });

  test('without a token', async () => {
    const { status } = await api.call(null, spec.method.toUpperCase(), pathOf(spec.path, NOTHING), spec.body && {});
    expect(status).toBe(401);
  });
});

test('public are the probes alone', () => {
  const open = routes.filter((route) => route.spec.scope === 'public').map((route) => route.spec.path);
  expect(open).toEqual(['/health', '/ready']);
});

describe('credentials', () => {
  test('whatever is wrong with them, the answer is the same', async () => {
    const { userId } = await api.user('FREE');
    const key = async (change: { expiresAt?: Date; enabled?: boolean }) => {
      const made = await createApiKey(api.database.db, {
        userId,
        name: 'test',
        scopes: SCOPES,
        expiresAt: change.expiresAt ?? null,
      });
      if (made.kind !== 'created') throw new Error(made.kind);
      await api.database.pool.query('UPDATE api_keys SET enabled = $2 WHERE id = $1', [
        made.apiKey.id,
        change.enabled ?? true,
      ]);
      return `Bearer ${made.token}`;
    };
    const credentials = [
      '',
      'Bearer',
      'Bearer x',
      'Basic dXNlcjpwYXNz',
      `Bearer car_${'A'.repeat(43)}`,
      `Bearer car_${'A'.repeat(10_000)}`,
      await key({ enabled: false }),
      await key({ expiresAt: new Date(Date.now() - 1_000) }),
    ];
    const answers = await Promise.all(
      credentials.map((authorization) => request(`${api.url}/api/jobs`, { headers: { authorization } })),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([401]));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
  });

  test('X-API-Key is an equal spelling; a key in the query is none', async () => {
    const { token } = await api.user('FREE');
    expect((await api.call(null, 'GET', '/api/jobs', undefined, { 'x-api-key': token })).status).toBe(200);
    expect((await api.call(null, 'GET', `/api/jobs?api_key=${token}`)).status).toBe(401);
  });

  test('a revoked key is refused within 5 s, also when it has just been used', async () => {
    const { token, userId } = await api.user('FREE');
    expect((await api.call(token, 'GET', '/api/jobs')).status).toBe(200);
    const { rows } = await api.database.pool.query<{ id: string }>('SELECT id FROM api_keys WHERE user_id = $1', [
      userId,
    ]);
    await revokeApiKey(api.database.db, { userId, keyId: rows[0]?.id ?? '' });
    const refused = async () => (await api.call(token, 'GET', '/api/jobs')).status === 401;
    await waitFor('the revoked key is refused', refused, { timeoutMs: 5_000 });
  });

  test('the database holds no token', async () => {
    const { token } = await api.user('FREE');
    const { rows } = await api.database.pool.query<{ all: string }>(
      'SELECT string_agg(k::text, chr(10)) AS all FROM api_keys k',
    );
    expect(rows[0]?.all).not.toContain(token.slice(4));
  });
});

describe('what belongs to somebody else', () => {
  test('is not there, by whatever operation', async () => {
    const owner = await api.user('FREE');
    const stranger = await api.user('FREE');
    const job = String((await api.call(owner.token, 'POST', '/api/jobs', DRAFT)).body.data['id']);
    const at = new Date('2026-01-01T00:00:00Z');
    const run = await enterRun(api.database, { userId: owner.userId, cronJobId: job, scheduledFor: at });
    const ids = { job, log: formatRunId(run) };
    for (const { spec } of guarded.filter((route) => route.spec.path.includes('{'))) {
      const body = spec.body && { name: 'Mine now' };
      const theirs = await api.call(stranger.token, spec.method.toUpperCase(), pathOf(spec.path, ids), body);
      const absent = await api.call(stranger.token, spec.method.toUpperCase(), pathOf(spec.path, NOTHING), body);
      expect([spec.operationId, theirs.status, theirs.text]).toEqual([spec.operationId, 404, absent.text]);
    }
    expect((await api.call(stranger.token, 'GET', '/api/jobs')).body.data).toEqual([]);
    expect((await api.call(stranger.token, 'GET', '/api/logs')).body.data).toEqual([]);
    expect((await api.call(owner.token, 'GET', `/api/jobs/${job}`)).body.data).toMatchObject(DRAFT);
    expect((await api.call(owner.token, 'GET', `/api/logs/${ids.log}`)).status).toBe(200);
  });
});

test('header values are shown only to tokens that may write jobs', async () => {
  const { token, userId } = await api.user('FREE');
  const headers = { Authorization: 'Bearer canary', 'X-Team': 'canary' };
  const id = String((await api.call(token, 'POST', '/api/jobs', { ...DRAFT, headers })).body.data['id']);
  const reader = await api.token(userId, ['read:jobs']);
  expect((await api.call(token, 'GET', `/api/jobs/${id}`)).body.data).toMatchObject({ headers });
  for (const path of [`/api/jobs/${id}`, '/api/jobs']) {
    const { text, body } = await api.call(reader, 'GET', path);
    expect(text).not.toContain('canary');
    expect([body.data].flat()).toMatchObject([{ headers: { Authorization: '********', 'X-Team': '********' } }]);
  }
});
