import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/start-api.js';
import { INSTANT, newClient, type Client } from './support.js';

/** What the system tells of itself under `/api/v1/system`. */

let api: TestApi;
let client: Client;
beforeAll(async () => {
  api = await startApi();
  client = await newClient(api);
}, 60_000);
afterAll(() => api.close());

test('tells how it is', async () => {
  const { status, data } = await client.call('GET', '/system/status');
  expect(status).toBe(200);
  expect(data).toMatchObject({
    status: 'HEALTHY',
    node_id: 'srv1',
    started_at: expect.stringMatching(INSTANT),
    components: { postgres: { status: 'HEALTHY' }, queue: { status: 'HEALTHY' } },
    waiting_polls: 0,
  });
});

test('tells what is under way', async () => {
  await client.create('under-way');
  const { data } = await client.call('GET', '/system/metrics');
  expect(data).toMatchObject({ timestamp: expect.stringMatching(INSTANT), process: expect.any(Object) });
  const jobs = data['jobs'] as Record<string, number>;
  expect(jobs['ready']).toBeGreaterThanOrEqual(1);
  expect(jobs['oldest_ready_seconds']).toBeGreaterThanOrEqual(0);
});

test('tells its limits', async () => {
  const { data } = await client.call('GET', '/system/info');
  expect(data).toMatchObject({
    version: { node: process.version },
    limits: { max_variables_bytes: 262_144, max_jobs_per_batch: 1_000 },
  });
});
