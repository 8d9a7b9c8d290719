import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseEnv } from '@carillon/core/config/parse-env';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { runs } from '@carillon/core/db/schema/index';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { openPublisher, type Publisher } from '@carillon/core/queues/publish';
import { createLogger } from '@carillon/core/telemetry/logger';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { startClaimLoop } from '../src/claim-loop.js';
import { schedulerEnv } from '../src/config.js';
import { createSchedulerMetrics } from '../src/metrics.js';

let server: TestDatabase;
let database: Database;
let publisher: Publisher;

beforeEach(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url });
  publisher = openPublisher({ databaseUrl: server.url }, () => undefined);
});
afterEach(async () => {
  await publisher.close();
  await database.close();
  await server.close();
});

/** Tells of a connection's transactions how many were under way at once. */
const countTransactions = () => {
  const { db } = database;
  const transaction = db.transaction.bind(db);
  const count = { now: 0, most: 0 };
  db.transaction = async (work) => {
    count.now += 1;
    count.most = Math.max(count.most, count.now);
    return transaction(work).finally(() => (count.now -= 1));
  };
  return count;
};

const JOBS = 600;

test.each([
  ['nobody takes from the backlog yet: two claims side by side', false, 2],
  ['workers take from it: one claim after the other', true, 1],
])('%s', async (_, isTaken, most) => {
  const userId = await seedUser(database.db);
  await createRunPartitions(database.db).ensure([new Date().toISOString().slice(0, 10)]);
  await seedCronJobs(database.db, JOBS, { userId, schedule: '0 0 1 1 *', nextRunAt: new Date(Date.now() - 5_000) });
  const count = countTransactions();
  const loop = startClaimLoop({
    ...{ db: database.db, publisher, tracing: null },
    partitions: createRunPartitions(database.db),
    config: parseEnv(schedulerEnv, { DATABASE_URL: server.url, CLAIM_BATCH: '50', CLAIM_CONCURRENCY: '2' }),
    logger: createLogger({ name: 'scheduler', level: 'error' }),
    metrics: createSchedulerMetrics(publisher, database),
    releasing: { isTaken, wake: () => undefined, stop: () => Promise.resolve() },
  });
  await waitFor('every job to be claimed', async () => (await database.db.$count(runs)) === JOBS);
  await loop.stop();
  expect(count.most).toBe(most);
});
