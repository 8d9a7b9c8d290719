import { afterEach, expect, test } from '@jest/globals';
import { trackFigures } from '../../src/telemetry/figures.js';
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

test('a gauge that cannot be read is left out, and all others are told', async () => {
  const { get, metrics } = await start(() => Promise.resolve());
  let isThere = true;
  metrics.counter('things_total', 'Things').inc(3);
  metrics.gauge('depth', 'Depth', (gauge) => {
    if (!isThere) return Promise.reject(new Error('the queue is away'));
    gauge.set(7);
  });
  expect(await (await get('/metrics')).text()).toContain('carillon_depth{app="test"} 7');
  isThere = false;
  await get('/metrics');
  const told = await (await get('/metrics')).text();
  expect(told).not.toContain('carillon_depth{');
  expect(told).toContain('carillon_gauge_readings_failed_total{gauge="carillon_depth",app="test"} 1');
  expect(told).toContain('carillon_things_total{app="test"} 3');
});

test('gauges that are read together are read once a scrape, and hold what that reading said', async () => {
  const { get, metrics } = await start(() => Promise.resolve());
  let readings = 0;
  trackFigures(metrics, {
    helps: { waiting: 'Waiting', oldest: 'Oldest' },
    labels: ['type'],
    read: async () => {
      readings += 1;
      await Promise.resolve();
      return [{ labels: { type: `of reading ${readings}` }, values: { waiting: readings, oldest: 10 * readings } }];
    },
  });
  await get('/metrics');
  const told = (await (await get('/metrics')).text()).split('\n').filter((line) => line.includes('of reading'));
  expect(told).toEqual([
    'carillon_waiting{type="of reading 2",app="test"} 2',
    'carillon_oldest{type="of reading 2",app="test"} 20',
  ]);
});
