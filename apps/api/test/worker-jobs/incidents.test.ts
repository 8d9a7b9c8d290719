import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/start-api.js';
import { failedJob, INSTANT, newClient, type Client } from './support.js';

/** Incidents: looked at, decided about, listed and added up. */

let api: TestApi;
let client: Client;
beforeAll(async () => {
  api = await startApi();
  client = await newClient(api);
}, 60_000);
afterAll(() => api.close());

const resolve = (id: string, body: object) => client.call('POST', `/incidents/${id}/resolve`, body);

test('can be looked at', async () => {
  const { key, type, incidentId } = await failedJob(client);
  expect((await client.call('GET', `/incidents/${incidentId}`)).data).toEqual({
    id: incidentId,
    type: 'JOB_FAILURE',
    status: 'OPEN',
    message: 'Broken',
    process_instance_id: null,
    element_id: null,
    job_key: key,
    job_type: type,
    worker: 'worker-1',
    tenant_id: 'default',
    created_at: expect.stringMatching(INSTANT),
    resolved_at: null,
    resolution: null,
  });
});

test('resolved by a retry: the job may be activated once more', async () => {
  const { key, type, incidentId } = await failedJob(client, { variables: { url: 'old', kept: 1 } });
  const body = { action: 'retry', job_retries: 2, variables: { url: 'new' }, comment: 'Another address' };
  const answers = await Promise.all(Array.from({ length: 5 }, () => resolve(incidentId, body)));
  const done = answers.filter(({ status }) => status === 200);
  expect(done.map(({ data }) => data)).toEqual([
    {
      incident_id: incidentId,
      job_key: key,
      action: 'RETRY',
      status: 'RESOLVED',
      resolved_at: expect.stringMatching(INSTANT),
      resolution_details: {
        job_retries_set: 2,
        variables_updated: ['url'],
        comment: 'Another address',
        reason: null,
      },
      process_continuation: null,
    },
  ]);
  const refused = answers.find(({ status }) => status !== 200);
  expect([refused?.status, refused?.error.code]).toEqual([409, 'INCIDENT_NOT_RESOLVABLE']);
  expect(refused?.error.details).toMatchObject({ incident_id: incidentId, current_status: 'RESOLVED' });
  const jobs = await client.activate(type);
  expect(jobs).toMatchObject([{ key, retries: 2, variables: { url: 'new', kept: 1 } }]);
  expect(await client.activate(type)).toEqual([]);
});

test('a retry of a job with no retries left needs some', async () => {
  const { incidentId } = await failedJob(client);
  const { status, error } = await resolve(incidentId, { action: 'retry' });
  expect([status, error.code, error.details['reason']]).toEqual([409, 'INCIDENT_NOT_RESOLVABLE', 'retries_needed']);
});

test('dismissed: the job stays as it is', async () => {
  const { key, incidentId } = await failedJob(client);
  const { data } = await resolve(incidentId, { action: 'dismiss', reason: 'Known' });
  expect(data).toMatchObject({ action: 'DISMISS', status: 'DISMISSED', resolution_details: { reason: 'Known' } });
  expect((await client.call('GET', `/jobs/${key}`)).data).toMatchObject({
    status: 'FAILED',
    incident_information: { status: 'DISMISSED' },
  });
});

test.each([
  ['no action', {}, ['action']],
  ['another action', { action: 'forget' }, ['action']],
  ['job_retries 0', { action: 'retry', job_retries: 0 }, ['job_retries']],
  ['variables with dismiss', { action: 'dismiss', variables: {} }, ['variables']],
  ['a reason with retry', { action: 'retry', job_retries: 1, reason: 'x' }, ['reason']],
])('%s is refused', async (_title, body, named) => {
  const { incidentId } = await failedJob(client);
  const { status, error } = await resolve(incidentId, body);
  expect([status, error.code]).toEqual([400, 'VALIDATION_ERROR']);
  expect(Object.keys(error.details['field_errors'] as object)).toEqual(named);
});

test('are listed by the page, filtered, and added up', async () => {
  const other = await newClient(api);
  const ids: string[] = [];
  for (const type of ['a', 'b', 'c']) {
    const key = await other.create(type);
    await other.activate(type);
    const { data } = await other.call('PUT', `/jobs/${key}/fail`, { retries: 0 });
    ids.unshift((data['incident_created'] as { incident_id: string }).incident_id);
  }
  await other.call('POST', `/incidents/${ids[0]}/resolve`, { action: 'dismiss' });
  const list = async (query: string) => (await other.call('GET', `/incidents?${query}`)).data;
  const idsOf = (data: Record<string, unknown>) => (data['incidents'] as { id: string }[]).map(({ id }) => id);
  const page = await list('limit=2');
  expect(idsOf(page)).toEqual(ids.slice(0, 2));
  expect(page['pagination']).toEqual({ total: 3, limit: 2, offset: 0, has_next: true, has_previous: false });
  expect(idsOf(await list('limit=2&offset=2'))).toEqual(ids.slice(2));
  expect(idsOf(await list('status=open&type=job_failure'))).toEqual(ids.slice(1));
  expect(idsOf(await list('status=DISMISSED'))).toEqual(ids.slice(0, 1));
  expect(idsOf(await list('created_after=2099-01-01T00:00:00Z'))).toEqual([]);
  expect((await other.call('GET', '/incidents?limit=101')).error.details['field_errors']).toHaveProperty('limit');
  expect((await other.call('GET', '/incidents/stats')).data).toMatchObject({
    summary: { total: 3, open: 2, resolved: 0, dismissed: 1, resolution_rate_percent: 0 },
    by_type: { JOB_FAILURE: { total: 3 }, LEASE_EXPIRED: { total: 0, resolution_rate_percent: null } },
  });
});
