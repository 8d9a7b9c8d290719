import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES, type Scope } from '@carillon/core/domain/api-key/scopes';
import { formatRunId } from '@carillon/core/domain/ids';
import { hashToken } from '@carillon/core/engine/api-token';
import type { Access } from '../src/http/define-route.js';
import { routes } from '../src/routes/index.js';
import { isWorkerPath } from '../src/surfaces/worker.js';
import { enterRun } from './support/ledger.js';
import { DRAFT, request, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
/** A user each, on a plan without limits on calls, with a token of that scope alone. */
const tokens = new Map<Scope, string>();
beforeAll(async () => {
  api = await startApi();
  for (const scope of SCOPES) tokens.set(scope, await api.token((await api.user('UNLIMITED')).userId, [scope]));
}, 60_000);
afterAll(() => api.close());

const guarded = routes.filter((route) => route.spec.scope !== 'public');
const pathOf = (template: string, ids: typeof NOTHING) =>
  template.replace('{jobId}', ids.job).replace('{logId}', ids.log).replace('{keyId}', ids.key);
const NOTHING = {
  job: '00000000-0000-7000-8000-000000000000',
  log: 'log_00000000000070008000000000000000',
  key: 'key_00000000000070008000000000000000',
};
const lets = (access: Access, scope: Scope) =>
  access === 'any_key' || scope === (access === 'operator' ? 'system' : access);

describe.each(guarded)('$spec.method $spec.path', ({ spec }) => {
  test.each(SCOPES)('with the scope %s', async (scope) => {
    const body = spec.body && {};
    const { status } = await api.call(
      tokens.get(scope) ?? '',
      spec.method.toUpperCase(),
      pathOf(spec.path, NOTHING),
      body,
    );
    if (lets(spec.scope, scope)) expect([200, 400, 404]).toContain(status);
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
    const key = async (change: string) => {
      const token = await api.token(userId, SCOPES);
      const hash = hashToken(token);
      await api.database.pool.query(`UPDATE api_keys SET ${change} WHERE token_hash = $1`, [hash]);
      return `Bearer ${token}`;
    };
    const credentials = [
      '',
      'Bearer',
      'Bearer x',
      'Basic dXNlcjpwYXNz',
      `Bearer car_${'A'.repeat(43)}`,
      `Bearer car_${'A'.repeat(10_000)}`,
      await key('enabled = false'),
      await key("expires_at = now() - interval '1 second'"),
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
});

/** What some operations cannot do without. */
const QUERIES: Readonly<Record<string, string>> = {
  previewMissedOfJob: '?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z',
};

/** Operations on a resource of the caller's own; those of workers are in worker-jobs/isolation.test.ts. */
const owned = guarded.filter(
  ({ spec }) => spec.path.includes('{') && spec.scope !== 'operator' && !isWorkerPath(spec.path),
);

describe('what belongs to somebody else', () => {
  test('is not there, by whatever operation', async () => {
    const owner = await api.user('FREE');
    const stranger = await api.user('FREE');
    const job = String((await api.call(owner.token, 'POST', '/api/jobs', DRAFT)).body.data['id']);
    const at = new Date('2026-01-01T00:00:00Z');
    const run = await enterRun(api.database, { userId: owner.userId, cronJobId: job, scheduledFor: at });
    const [key] = (await api.call(owner.token, 'GET', '/api/keys')).body.data as unknown as { id: string }[];
    const ids = { job, log: formatRunId(run), key: key?.id ?? '' };
    for (const { spec } of owned) {
      const body = spec.body?.example;
      const ask = (of: typeof NOTHING) => {
        const path = pathOf(spec.path, of) + (QUERIES[spec.operationId] ?? '');
        return api.call(stranger.token, spec.method.toUpperCase(), path, body);
      };
      const [theirs, absent] = [await ask(ids), await ask(NOTHING)];
      expect([spec.operationId, theirs.status, theirs.text]).toEqual([spec.operationId, 404, absent.text]);
    }
    expect((await api.call(stranger.token, 'GET', '/api/jobs')).body.data).toEqual([]);
    expect((await api.call(stranger.token, 'GET', '/api/logs')).body.data).toEqual([]);
    expect((await api.call(owner.token, 'GET', `/api/jobs/${job}`)).body.data).toMatchObject(DRAFT);
    expect((await api.call(owner.token, 'GET', `/api/logs/${ids.log}`)).status).toBe(200);
    expect((await api.call(owner.token, 'GET', `/api/keys/${ids.key}`)).body.data).toEqual(key);
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
