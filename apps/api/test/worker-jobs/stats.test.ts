import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApiKey } from '@carillon/core/engine/create-api-key';
import { rollUpWorkerJobs } from '@carillon/core/engine/roll-up-worker-jobs';
import { startApi, type TestApi } from '../support/start-api.js';
import { clientOf, newClient, type Client } from './support.js';

/** `GET /api/v1/jobs/stats`: the same before and after the jobs' ends have gone into the totals. */

let api: TestApi;
let client: Client;
beforeAll(async () => {
  api = await startApi();
  client = await newClient(api);
  for (let n = 0; n < 4; n++) await client.create('mail', { tenant_id: `t${n % 2}` });
  const [first, second, third] = await client.activate('mail', { max_jobs: 3 });
  await client.call('PUT', `/jobs/${first?.key}/complete`, {});
  await client.call('PUT', `/jobs/${second?.key}/fail`, { retries: 0 });
  await client.call('POST', `/jobs/${third?.key}/throw-error`, { error_code: 'NO_SUCH_USER' });
  const other = await client.create('call', { tenant_id: 't1' });
  await client.call('PUT', `/jobs/${other}/cancel`, {});
}, 60_000);
afterAll(() => api.close());

const statsOf = async (query = '', who = client) => (await who.call('GET', `/jobs/stats${query}`)).data;

test.each(['before', 'after'])('%s a roll-up', async (when) => {
  if (when === 'after') {
    const pending = 'SELECT FROM worker_jobs, worker_job_roll_up WHERE finished_xid >= before';
    while ((await api.database.pool.query(pending)).rows.length > 0) await rollUpWorkerJobs(api.database.pool);
  }
  const data = await statsOf();
  expect(data).toMatchObject({
    period: '24h',
    overview: {
      ...{ total_jobs: 5, pending_jobs: 1, active_jobs: 0, completed_jobs: 1, failed_jobs: 2, cancelled_jobs: 1 },
      ...{ success_rate_percent: 33.3, errors_thrown: 1 },
      ...{ avg_processing_ms: expect.any(Number), avg_total_ms: expect.any(Number) },
    },
    job_types: [
      { type: 'mail', total_jobs: 4, pending_jobs: 1, completed_jobs: 1, failed_jobs: 2, success_rate_percent: 33.3 },
      { type: 'call', total_jobs: 1, cancelled_jobs: 1, success_rate_percent: null, avg_processing_ms: null },
    ],
    worker_performance: [{ worker: 'worker-1', total_jobs: 3, completed_jobs: 1, failed_jobs: 2 }],
    performance_metrics: {
      failed_attempts: 1,
      p50_processing_ms: expect.any(Number),
      p99_processing_ms: expect.any(Number),
    },
    filters_applied: { type: null, worker: null, tenant_id: null },
  });
});

test.each([
  ['?period=all', 5],
  ['?period=1h&type=mail', 4],
  ['?worker=worker-1&period=30d', 3],
  ['?tenant_id=t1', 3],
  ['?type=nothing', 0],
])('%s', async (query, total) => {
  expect(await statsOf(query)).toMatchObject({ overview: { total_jobs: total } });
});

test('nothing at all has no rates', async () => {
  expect(await statsOf('', await newClient(api))).toMatchObject({
    overview: { total_jobs: 0, success_rate_percent: null, avg_total_ms: null },
    job_types: [],
    worker_performance: [],
    performance_metrics: { p50_processing_ms: null, avg_overhead_ms: null, failed_attempts: 0 },
  });
});

test('a key of some tenants adds up theirs only', async () => {
  const outcome = await createApiKey(
    api.database.db,
    { quotaTimezone: 'UTC' },
    {
      userId: client.userId,
      name: 't1',
      scopes: ['job'],
      tenantIds: ['t1'],
      expiresAt: null,
      actor: { kind: 'command_line' },
    },
  );
  if (outcome.kind !== 'created') throw new Error(outcome.kind);
  const restricted = clientOf(api, client.userId, outcome.token);
  expect(await statsOf('', restricted)).toMatchObject({ overview: { total_jobs: 3 } });
  expect((await restricted.call('GET', '/jobs/stats?tenant_id=t0')).status).toBe(403);
});

test.each(['period=2h', 'type=a%20b', 'worker=', 'page=1'])('%s is refused', async (query) => {
  const { status, error } = await client.call('GET', `/jobs/stats?${query}`);
  expect([status, error.code]).toEqual([400, 'VALIDATION_ERROR']);
  expect(Object.keys(error.details['field_errors'] as object)).toEqual([query.split('=')[0]]);
});
