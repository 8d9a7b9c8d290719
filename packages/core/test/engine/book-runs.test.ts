import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { and, eq } from 'drizzle-orm';
import { openDatabase, type Database } from '../../src/db/client.js';
import { runs } from '../../src/db/schema/index.js';
import { claimDueRuns } from '../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../src/engine/ensure-run-partitions.js';
import { readUsage } from '../../src/engine/read-usage.js';
import { requestManualRun } from '../../src/engine/request-manual-run.js';
import { openPublisher, type Publisher } from '../../src/queues/publish.js';

let server: TestDatabase;
let database: Database;
let publisher: Publisher;
beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 8 });
  publisher = openPublisher({ databaseUrl: server.url }, () => undefined);
});
afterAll(async () => {
  await publisher.close();
  await database.close();
  await server.close();
});

const quotaTimezone = 'UTC';
const claim = (limit: number) => {
  const { db } = database;
  return claimDueRuns({
    db,
    partitions: createRunPartitions(db),
    quotaTimezone,
    node: 'srv1',
    limit,
    onUnreadable: () => undefined,
  });
};
const executionsOf = async (userId: string) => {
  const usage = await readUsage(database.db, { quotaTimezone }, userId);
  return { month: usage?.monthExecutions, day: usage?.dayExecutions };
};
const useUp = (userId: string, executions: number) =>
  database.pool.query(
    `INSERT INTO usage_months (user_id, month, executions) VALUES ($1, date_trunc('month', now() AT TIME ZONE 'UTC')::date, $2)`,
    [userId, executions],
  );

test('1,000 due with 137 left, two claims at once: 137 queued, 863 skipped, the month at its limit, the day at 137', async () => {
  const userId = await seedUser(database.db, 'FREE');
  await useUp(userId, 500 - 137);
  await seedCronJobs(database.db, 1_000, { userId, url: 'http://example.com/' });
  const claims = await Promise.all([claim(500), claim(500)]);
  // Each passes over what the other has locked, so one may find little: the rest is claimed as a scheduler would.
  while ((claims.at(-1)?.cronJobs ?? 0) > 0) claims.push(await claim(500));
  const sum = (state: 'queued' | 'skipped') => claims.reduce((total, one) => total + one[state], 0);
  expect([sum('queued'), sum('skipped')]).toEqual([137, 863]);
  const rows = (state: 'queued' | 'skipped') =>
    database.db.$count(runs, and(eq(runs.userId, userId), eq(runs.state, state)));
  expect([await rows('queued'), await rows('skipped')]).toEqual([137, 863]);
  expect(await executionsOf(userId)).toEqual({ month: 500, day: 137 });
});

test('a run by hand is booked on the month and the day, one that the month has no room for on neither', async () => {
  const userId = await seedUser(database.db, 'FREE');
  await useUp(userId, 499);
  const [cronJobId = ''] = await seedCronJobs(database.db, 1, { userId, url: 'http://example.com/', enabled: false });
  const { db } = database;
  const deps = {
    db,
    partitions: createRunPartitions(db),
    publisher,
    quotaTimezone,
    node: 'srv1',
    onPublishError: () => undefined,
  };
  expect((await requestManualRun(deps, { userId, cronJobId })).kind).toBe('queued');
  expect(await requestManualRun(deps, { userId, cronJobId })).toMatchObject({
    kind: 'skipped',
    reason: { code: 'monthly_runs', limit: 500, current: 500 },
  });
  expect(await executionsOf(userId)).toEqual({ month: 500, day: 1 });
});

test('claims of many users’ runs at once book each user’s own', async () => {
  const users = await Promise.all(Array.from({ length: 30 }, () => seedUser(database.db, 'PRO')));
  for (const [i, userId] of users.entries())
    await seedCronJobs(database.db, 10 + i, { userId, url: 'http://example.com/' });
  const claims = await Promise.all(Array.from({ length: 6 }, () => claim(150)));
  while ((claims.at(-1)?.cronJobs ?? 0) > 0) claims.push(await claim(500));
  const booked = await Promise.all(users.map(executionsOf));
  expect(booked).toEqual(users.map((_, i) => ({ month: 10 + i, day: 10 + i })));
});
