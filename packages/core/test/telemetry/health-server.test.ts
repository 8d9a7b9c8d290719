import { afterEach, expect, test } from '@jest/globals';
import { startHealthServer, type HealthServer } from '../../src/telemetry/health-server.js';
import { createMetrics } from '../../src/telemetry/metrics.js';

let server: HealthServer;
afterEach(() => server.close());

const start = async (ready: () => Promise<void>) => {
  const metrics = createMetrics('test');
  server = await startHealthServer({ port: 0, metrics, ready });
  return { metrics, get: (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`) };
};

test('says that it lives, that it can work, and what it measures', async () => {
  const { get, metrics } = await start(() => Promise.resolve());
  metrics.counter('things_total', 'Things').inc(3);
  expect((await get('/health')).status).toBe(200);
  expect((await get('/ready')).status).toBe(200);
  expect(await (await get('/metrics')).text()).toContain('carillon_things_total{app="test"} 3');
  expect((await get('/else')).status).toBe(404);
});

test('says why it cannot work', async () => {
  const { get } = await start(() => Promise.reject(new Error('Postgres is away')));
  const response = await get('/ready');
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ reason: 'Postgres is away' });
});

test('a gauge that cannot be read fails the scrape and leaves the process alive', async () => {
  const { get, metrics } = await start(() => Promise.resolve());
  metrics.gauge('depth', 'Depth', () => Promise.reject(new Error('the queue is away')));
  expect((await get('/metrics')).status).toBe(503);
  expect((await get('/health')).status).toBe(200);
});
