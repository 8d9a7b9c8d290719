import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { workerRoutes } from '../../src/routes/worker-routes.js';
import { startApi, type TestApi } from '../support/start-api.js';
import { clientOf, failedJob, newClient, type Client } from './support.js';

/** Who sees what: other users see nothing, keys of some tenants see those. */

let api: TestApi;
let owner: Client;
beforeAll(async () => {
  api = await startApi();
  owner = await newClient(api);
}, 60_000);
afterAll(() => api.close());

/** A body that each operation takes. */
const BODIES: Readonly<Record<string, object>> = {
  throwWorkerJobError: { error_code: 'X' },
  setWorkerJobRetries: { retries: 5 },
  setWorkerJobTimeout: { timeout: 5_000 },
  resolveIncident: { action: 'retry', job_retries: 1 },
};

const NOTHING = { key: 'srv1-job-00000000000070008000000000000000', id: 'incident_00000000000070008000000000000000' };
const pathOf = (template: string, ids: typeof NOTHING) =>
  template.replace('/api/v1', '').replace('{key}', ids.key).replace('{id}', ids.id);
const owned = workerRoutes.filter(({ spec }) => spec.path.includes('{'));

const rows = async () => {
  const { rows: jobs } = await api.database.pool.query('SELECT j::text FROM worker_jobs j ORDER BY key');
  const { rows: incidents } = await api.database.pool.query('SELECT i::text FROM incidents i ORDER BY id');
  return [jobs, incidents];
};

/** Whether an operation on what is not the client's answers as if it were not there. */
async function expectAbsent(client: Client, ids: typeof NOTHING): Promise<void> {
  for (const { spec } of owned) {
    const body = spec.body && (BODIES[spec.operationId] ?? {});
    const theirs = await client.call(spec.method.toUpperCase(), pathOf(spec.path, ids), body);
    const absent = await client.call(spec.method.toUpperCase(), pathOf(spec.path, NOTHING), body);
    const code = spec.path.includes('{key}') ? 'JOB_NOT_FOUND' : 'INCIDENT_NOT_FOUND';
    expect([spec.operationId, theirs.status, theirs.error.code]).toEqual([spec.operationId, 404, code]);
    expect(theirs.error.message).toBe(absent.error.message);
  }
}

test('another user’s jobs and incidents are not there, by whatever operation', async () => {
  const { key, incidentId, type } = await failedJob(owner);
  await owner.create(type);
  const before = await rows();
  const stranger = await newClient(api);
  await expectAbsent(stranger, { key, id: incidentId });
  expect(await stranger.activate(type)).toEqual([]);
  expect((await stranger.call('GET', '/jobs')).data).toMatchObject({ jobs: [], summary: { total_jobs: 0 } });
  expect((await stranger.call('GET', '/incidents')).data).toMatchObject({ incidents: [], pagination: { total: 0 } });
  expect((await stranger.call('GET', '/incidents/stats')).data).toMatchObject({ summary: { total: 0 } });
  expect(await rows()).toEqual(before);
});

describe('a key of some tenants', () => {
  let restricted: Client;
  const keys: Record<string, string> = {};
  beforeAll(async () => {
    const token = await api.token(owner.userId, SCOPES);
    await api.database.pool.query(
      `UPDATE api_keys SET tenant_ids = '{a,b}' WHERE id = (SELECT id FROM api_keys WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1)`,
      [owner.userId],
    );
    restricted = clientOf(api, owner.userId, token);
    for (const tenant_id of ['a', 'b', 'c']) keys[tenant_id] = await owner.create('tenants', { tenant_id });
  });

  test('creates for those only', async () => {
    const draft = { type: 'mine', variables: {} };
    expect((await restricted.call('POST', '/jobs', { ...draft, tenant_id: 'a' })).status).toBe(201);
    for (const tenant_id of ['c', undefined]) {
      const { status, error } = await restricted.call('POST', '/jobs', { ...draft, tenant_id });
      expect([status, error.code]).toEqual([403, 'FORBIDDEN']);
      expect(error.details).toEqual({
        required_permission: `tenant:${tenant_id ?? 'default'}`,
        provided_permissions: ['tenant:a', 'tenant:b'],
      });
    }
    const batch = [
      { ...draft, tenant_id: 'a' },
      { ...draft, tenant_id: 'c' },
    ];
    expect((await restricted.call('POST', '/jobs/batch', batch)).status).toBe(403);
  });

  test('lists those only', async () => {
    const keysOf = async (query: string) => {
      const { data } = await restricted.call('GET', `/jobs?type=tenants&sort_order=asc${query}`);
      return (data['jobs'] as { job_key: string }[]).map((job) => job.job_key);
    };
    expect(await keysOf('')).toEqual([keys['a'], keys['b']]);
    expect(await keysOf('&tenant_id=b')).toEqual([keys['b']]);
    expect((await restricted.call('GET', '/jobs?tenant_id=c')).status).toBe(403);
  });

  test('activates those only', async () => {
    const wish = { type: 'tenants', worker: 'w', request_timeout: 0 };
    const foreign = await restricted.call('POST', '/jobs/activate', { ...wish, tenant_ids: ['a', 'c'] });
    expect([foreign.status, foreign.error.code]).toEqual([403, 'FORBIDDEN']);
    expect((await restricted.activate('tenants', { tenant_ids: ['b'] })).map((job) => job.key)).toEqual([keys['b']]);
    expect((await restricted.activate('tenants')).map((job) => job.key)).toEqual([keys['a']]);
    expect((await owner.activate('tenants')).map((job) => job.key)).toEqual([keys['c']]);
  });

  test('does not see the others’ jobs and incidents', async () => {
    const { key, incidentId } = await failedJob(owner, { tenant_id: 'c' });
    const before = await rows();
    await expectAbsent(restricted, { key, id: incidentId });
    expect((await restricted.call('GET', '/incidents')).data).toMatchObject({ incidents: [] });
    expect(await rows()).toEqual(before);
    const own = await failedJob(owner, { tenant_id: 'b' });
    expect((await restricted.call('GET', `/incidents/${own.incidentId}`)).status).toBe(200);
  });
});
