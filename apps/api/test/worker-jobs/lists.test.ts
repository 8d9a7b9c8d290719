import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/start-api.js';
import { newClient, type Client } from './support.js';

/** The listing of worker jobs: pages, filters, order, sums. */

let api: TestApi;
let client: Client;
beforeAll(async () => {
  api = await startApi();
  client = await newClient(api);
}, 60_000);
afterAll(() => api.close());

const keysOf = async (query: string) => {
  const { data } = await client.call('GET', `/jobs?${query}`);
  return (data['jobs'] as { job_key: string }[]).map((job) => job.job_key);
};
const keys: string[] = [];
beforeAll(async () => {
  for (let n = 0; n < 5; n++) keys.push(await client.create('listed', { variables: { n }, tenant_id: `t${n % 2}` }));
  keys.push(await client.create('other', { run_at: new Date(Date.now() + 3_600_000).toISOString() }));
  await client.activate('listed', { max_jobs: 3 });
  await client.call('PUT', `/jobs/${keys[0]}/complete`, {});
  await client.call('PUT', `/jobs/${keys[1]}/fail`, { retries: 0 });
});

test('newest first, with everything about the page', async () => {
  const { status, data } = await client.call('GET', '/jobs');
  expect(status).toBe(200);
  expect((data['jobs'] as { job_key: string }[]).map((job) => job.job_key)).toEqual([...keys].reverse());
  expect(data).toMatchObject({
    pagination: { page: 1, page_size: 20, total_count: 6, total_pages: 1, has_next: false, has_prev: false },
    summary: {
      total_jobs: 6,
      pending_jobs: 3,
      active_jobs: 1,
      completed_jobs: 1,
      failed_jobs: 1,
      cancelled_jobs: 0,
      success_rate_percent: 50,
      avg_duration_seconds: expect.any(Number),
    },
    filters_applied: { state: null, type: null, worker: null, tenant_id: null, period: null },
  });
});

test('by the page, in the other order', async () => {
  const page = 'page=2&page_size=4&sort_order=asc';
  expect(await keysOf(page)).toEqual(keys.slice(4));
  const { data } = await client.call('GET', `/jobs?${page}`);
  expect(data['pagination']).toEqual({
    ...{ page: 2, page_size: 4, total_count: 6, total_pages: 2 },
    ...{ has_next: false, has_prev: true },
  });
});

test.each([
  ['state=pending', [3, 4, 5]],
  ['state=activatable', [3, 4]],
  ['state=activated', [2]],
  ['state=running', [2]],
  ['state=completed', [0]],
  ['state=failed', [1]],
  ['state=cancelled', []],
  ['type=other', [5]],
  ['worker=worker-1', [0, 1, 2]],
  ['tenant_id=t1', [1, 3]],
  ['period=1h', [0, 1, 2, 3, 4, 5]],
  ['created_after=2099-01-01T00:00:00Z', []],
  ['created_before=2099-01-01T00:00:00Z&sort_by=deadline', [0, 1, 2, 3, 4, 5]],
  ['state=pending&type=listed&tenant_id=t1&period=24h', [3]],
])('%s', async (query, expected) => {
  expect((await keysOf(query)).sort()).toEqual(expected.map((n) => keys[n]).sort());
  expect((await client.call('GET', `/jobs?${query}`)).data).toMatchObject({
    pagination: { total_count: expected.length },
    filters_applied: expect.objectContaining({}),
  });
});

test('leaves large variables out', async () => {
  const key = await client.create('huge', { variables: { text: 'x'.repeat(10_000) } });
  const { data } = await client.call('GET', '/jobs?type=huge');
  expect(data['jobs']).toMatchObject([{ job_key: key, variables: null }]);
});

test.each(['state=done', 'page=0', 'page_size=101', 'period=2h', 'sort_by=key', 'sort_order=up', 'type=a%20b', 'x=1'])(
  '%s is refused',
  async (query) => {
    const { status, error } = await client.call('GET', `/jobs?${query}`);
    expect([status, error.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(Object.keys(error.details['field_errors'] as object)).toEqual([query.split('=')[0]]);
  },
);
