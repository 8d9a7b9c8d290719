import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { openDatabase, type Database } from '../../src/db/client.js';
import { newId } from '../../src/db/ids.js';
import { readBatchFigures, readOverdue } from '../../src/db/queries/operator-figures.js';
import { runBatches } from '../../src/db/schema/index.js';
import { daysCovered } from '../../src/domain/run/partition.js';
import { measureDependencies } from '../../src/telemetry/dependencies.js';
import { createMetrics } from '../../src/telemetry/metrics.js';

const MINUTE_MS = 60_000;
let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url });
});
afterAll(async () => {
  await database.close();
  await server.close();
});
const ago = (ms: number) => new Date(Date.now() - ms);

test('what is due and unclaimed is counted, with the age of the earliest', async () => {
  expect(await readOverdue(database.pool)).toEqual({ cronJobs: 0, oldestSeconds: 0 });
  const userId = await seedUser(database.db);
  await seedCronJobs(database.db, 2, { userId, nextRunAt: ago(MINUTE_MS) });
  await seedCronJobs(database.db, 1, { userId, nextRunAt: ago(2 * MINUTE_MS) });
  await seedCronJobs(database.db, 1, { userId, nextRunAt: ago(9 * MINUTE_MS), enabled: false });
  await seedCronJobs(database.db, 1, { userId, nextRunAt: ago(-MINUTE_MS) });
  const { cronJobs, oldestSeconds } = await readOverdue(database.pool);
  expect(cronJobs).toBe(3);
  expect(oldestSeconds).toBeGreaterThan(119);
  expect(oldestSeconds).toBeLessThan(180);
});

test('batches are counted by queue and state, and only first attempts have an age', async () => {
  const batch = (runs: number, minutes: number, attempt: number) => ({
    ...{ id: newId(), queue: 'runs' as const, state: 'published' as const, attempt, attentionAt: new Date() },
    runIds: Array.from({ length: runs }, newId),
    createdAt: ago(minutes * MINUTE_MS),
  });
  await database.db.insert(runBatches).values([batch(3, 1, 1), batch(4, 9, 2)]);
  const [figures, ...others] = await readBatchFigures(database.pool);
  expect(others).toEqual([]);
  expect(figures).toMatchObject({ queue: 'runs', state: 'published', batches: 2, runs: 7 });
  expect(figures?.oldestSeconds).toBeGreaterThan(59);
  expect(figures?.oldestSeconds).toBeLessThan(120);
});

test('days count as covered up to the first that has no partition', () => {
  const now = new Date('2026-12-30T23:59:59Z');
  expect(daysCovered(['2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01', '2027-01-03'], now)).toBe(3);
  expect(daysCovered(['2026-12-31'], now)).toBe(0);
});

test('a process tells which of the parts it needs is away, and how its connections and its clock are', async () => {
  const metrics = createMetrics('test');
  const parts = { postgres: () => database.pool.query('SELECT 1'), queue: () => Promise.reject(new Error('away')) };
  measureDependencies(metrics, { pool: database.pool, parts });
  const told = (await metrics.registry.metrics()).split('\n');
  expect(told).toContain('carillon_dependency_up{dependency="postgres",app="test"} 1');
  expect(told).toContain('carillon_dependency_up{dependency="queue",app="test"} 0');
  expect(told).toContain('carillon_database_connections_max{app="test"} 10');
  const [offset] = told.filter((line) => line.startsWith('carillon_clock_offset_seconds'));
  expect(Math.abs(Number(offset?.split(' ').at(-1)))).toBeLessThan(1);
});
