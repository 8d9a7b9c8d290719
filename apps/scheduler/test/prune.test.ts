import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { newId, newRunId } from '@carillon/core/db/ids';
import { runs } from '@carillon/core/db/schema/index';
import { partitionDay } from '@carillon/core/domain/run/partition';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { eventsIn, spawnApp, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';

const DAY_MS = 86_400_000;

let server: TestDatabase;
let database: Database;
let schedulers: SpawnedApp[];

beforeEach(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url });
  schedulers = [];
});
afterEach(async () => {
  await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
  await database.close();
  await server.close();
});

const start = async () => {
  const scheduler = await spawnApp('scheduler', { DATABASE_URL: server.url, PRUNE_EVERY_SECONDS: '1' });
  schedulers.push(scheduler);
  return scheduler;
};
const seedRuns = async (userId: string, days: number, count: number) => {
  const due = new Date(Date.now() - days * DAY_MS);
  await createRunPartitions(database.db).ensure([partitionDay(due)]);
  const row = { userId, type: 'AUTO', state: 'succeeded', url: 'http://example.com/', finishedAt: due } as const;
  const rows = Array.from({ length: count }, () => ({
    ...row,
    id: newRunId(due),
    cronJobId: newId(),
    scheduledFor: due,
  }));
  await database.db.insert(runs).values(rows);
};
const prunings = () => schedulers.flatMap(({ logs }) => eventsIn(logs, 'ledger.pruned'));
const sumOf = (field: string) => prunings().reduce((sum, entry) => sum + Number(entry[field]), 0);
const metric = async (name: string) => {
  const pages = await Promise.all(schedulers.map(async ({ url }) => (await fetch(`${url ?? ''}/metrics`)).text()));
  const values = pages.flatMap((page) => page.split('\n').filter((line) => line.startsWith(name)));
  return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

test('two schedulers prune each row once, and tell so in their logs and metrics', async () => {
  await seedRuns(await seedUser(database.db, 'FREE'), 10, 500);
  await seedRuns(await seedUser(database.db), 95, 10);
  const kept = await seedUser(database.db);
  await seedRuns(kept, 10, 7);
  await Promise.all([start(), start()]);
  await waitFor('each scheduler to have pruned', () =>
    schedulers.every(({ logs }) => eventsIn(logs, 'ledger.pruned').some((entry) => entry['outcome'] === 'done')),
  );
  expect(await database.db.select({ userId: runs.userId }).from(runs)).toEqual(Array(7).fill({ userId: kept }));
  expect([sumOf('rows'), sumOf('partitions')]).toEqual([500, 1]);
  expect(await metric('carillon_rows_pruned_total{table="runs"')).toBe(500);
  expect(await metric('carillon_partitions_pruned_total{fate="dropped"')).toBe(1);
  expect(await metric('carillon_prune_last_success_timestamp_seconds')).toBeGreaterThan(Date.now() / 1_000);
});

test('a scheduler that starts after a year enters what is due, makes the coming partitions and drops the old ones', async () => {
  await seedRuns(await seedUser(database.db), 365, 10);
  const nextRunAt = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 365 * DAY_MS);
  const job = {
    userId: await seedUser(database.db, 'FREE'),
    url: 'http://example.com/',
    schedule: '*/30 * * * *',
    nextRunAt,
  };
  await seedCronJobs(database.db, 5, job);
  const scheduler = await start();
  const queued = async () => (await database.pool.query(`SELECT FROM runs WHERE state = 'queued'`)).rowCount === 5;
  await waitFor('the latest instant of each job to be queued', queued, { timeoutMs: 30_000 });
  const yearOld = new Date(Date.now() - 364 * DAY_MS);
  const rest = async () => (await database.pool.query('SELECT FROM runs WHERE scheduled_for < $1', [yearOld])).rowCount;
  await waitFor('the old partition to be dropped', async () => (await rest()) === 0, { timeoutMs: 30_000 });
  // A claim whose partition goes under its hands is made again; nothing else may fail.
  const errors = scheduler.logs.filter((line) => line.includes('"level":"error"'));
  expect(errors.filter((line) => !line.includes('no partition of relation'))).toEqual([]);
  expect((await scheduler.stop()).code).toBe(0);
});
