import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { eq } from 'drizzle-orm';
import { openDatabase, type Database } from '../../src/db/client.js';
import { newId, newRunId } from '../../src/db/ids.js';
import { listRunPartitions } from '../../src/db/queries/run-partitions.js';
import { cronJobs, runs } from '../../src/db/schema/index.js';
import { partitionDay, partitionDaysAhead, runPartition } from '../../src/domain/run/partition.js';
import { claimDueRuns } from '../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../src/engine/ensure-run-partitions.js';
import { migrate, PARTITION_DAYS_AHEAD } from '../../src/engine/migrate.js';
import { pruneLedger, type PruneStep } from '../../src/engine/prune-ledger.js';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

let server: TestDatabase;
let database: Database;

beforeEach(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 8 });
});
afterEach(async () => {
  await database.close();
  await server.close();
});

/** A database as it was left a year ago: the ledger ends a week after its last day, the jobs were due then. */
const leaveAYearAgo = async () => {
  const left = new Date(Math.floor((Date.now() - YEAR_MS) / DAY_MS) * DAY_MS);
  for (const day of await listRunPartitions(database.db))
    await database.pool.query(`DROP TABLE ${runPartition(day).name}`);
  const days = partitionDaysAhead(new Date(left.getTime() - 7 * DAY_MS), 7 + PARTITION_DAYS_AHEAD);
  await createRunPartitions(database.db).ensure(days);
  return { left, days };
};
const seed = async (left: Date, plan: string, schedule: string) => {
  const userId = await seedUser(database.db, plan);
  const [id = ''] = await seedCronJobs(database.db, 1, {
    userId,
    url: 'http://example.com/',
    schedule,
    nextRunAt: left,
  });
  return id;
};
const ledgerOf = (cronJobId: string) =>
  database.db.select().from(runs).where(eq(runs.cronJobId, cronJobId)).orderBy(runs.scheduledFor);
/** As the scheduler's loop does: an error, a partition that has just gone say, makes it ask for the partitions again. */
const claimAll = async (limit = 1_000) => {
  const partitions = createRunPartitions(database.db);
  const options = {
    db: database.db,
    partitions,
    quotaTimezone: 'UTC',
    node: 'srv1',
    limit,
    onUnreadable: () => undefined,
  };
  const claimSome = () => claimDueRuns(options).then(({ cronJobs: claimed }) => claimed > 0);
  const askAgain = (error: unknown) => {
    partitions.forget();
    expect(String(error instanceof Error ? error.cause : error)).toMatch(/no partition of relation "runs"/);
    return true;
  };
  while (await claimSome().catch(askAgain));
};
const prune = async () => {
  const steps: PruneStep[] = [];
  const options = { databaseUrl: server.url, signal: new AbortController().signal, pause: () => Promise.resolve() };
  const { kind } = await pruneLedger({ ...options, onStep: (step) => steps.push(step) });
  return { kind, dropped: steps.filter((step) => step.kind === 'partition_dropped').length };
};

test('a service that comes back after a year runs every job once, and keeps of the ledger what is kept, in seconds', async () => {
  const { left, days } = await leaveAYearAgo();
  const dueOnce = new Date(left.getTime() + 100 * DAY_MS);
  const yearly = await seed(dueOnce, 'UNLIMITED', `0 0 ${dueOnce.getUTCDate()} ${dueOnce.getUTCMonth() + 1} *`);
  const weekly = await seed(left, 'PRO', '0 0 * * 0');
  const daily = await seed(left, 'UNLIMITED', '0 0 * * *');
  const halfHourly = await seed(left, 'FREE', '*/30 * * * *');
  const ended = {
    type: 'AUTO',
    state: 'succeeded',
    url: 'http://example.com/',
    startedAt: left,
    finishedAt: left,
  } as const;
  const scheduledFor = new Date(left.getTime() - 1);
  const row = { id: newRunId(scheduledFor), scheduledFor, userId: 'user_x', cronJobId: newId() };
  await database.db.insert(runs).values({ ...ended, ...row });

  const start = performance.now();
  await migrate(server.url);
  await claimAll();
  expect(performance.now() - start).toBeLessThan(30_000);

  const ahead = partitionDaysAhead(new Date(), PARTITION_DAYS_AHEAD);
  expect(await listRunPartitions(database.db)).toEqual(expect.arrayContaining(ahead));
  for (const id of [yearly, weekly, daily, halfHourly]) {
    const states = (await ledgerOf(id)).map(({ state, reason }) => `${state} ${reason?.code ?? ''}`);
    expect(states.pop()).toBe('queued ');
    expect(new Set(states)).toEqual(new Set(id === yearly ? [] : ['missed service_was_down']));
  }
  // A backlog that fits into one claim is entered whole; of a longer one as much, and then what is kept.
  expect(await ledgerOf(yearly)).toHaveLength(1);
  expect((await ledgerOf(weekly)).length).toBeGreaterThanOrEqual(52);
  expect((await ledgerOf(daily)).length).toBeLessThanOrEqual(100 + 91);
  expect((await ledgerOf(halfHourly)).length).toBeLessThanOrEqual(100 + 3 * 48 + 1);
  const jobs = await database.db.select().from(cronJobs);
  expect(jobs.every((job) => job.nextRunAt !== null && job.nextRunAt > new Date())).toBe(true);

  const { kind, dropped } = await prune();
  expect(kind).toBe('done');
  expect(dropped).toBeGreaterThan(days.length);
  const keptFrom = partitionDay(new Date(Date.now() - 91 * DAY_MS));
  // What stands for the missed year is yet to run, on the day it was due.
  const old = (await listRunPartitions(database.db)).filter((day) => day < keptFrom);
  expect(old).toEqual([partitionDay(dueOnce)]);
  expect((await ledgerOf(weekly)).length).toBeLessThanOrEqual(5);
});

test('claims that enter a year of missed instants while the pruner drops their partitions both get to the end', async () => {
  const { left } = await leaveAYearAgo();
  await migrate(server.url);
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, i) => seed(new Date(left.getTime() + i * DAY_MS), 'UNLIMITED', '0 0 * * 0')),
  );
  const [, pruned] = await Promise.all([claimAll(1), prune()]);
  expect(pruned.kind).toBe('done');
  for (const id of ids) expect((await ledgerOf(id)).filter((row) => row.state === 'queued')).toHaveLength(1);
});
