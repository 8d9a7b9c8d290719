import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { queueBackends } from '@carillon/testkit/queue-backends';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { openDatabase, type Database } from '../../src/db/client.js';
import { readBacklog, releaseBatches } from '../../src/db/queries/run-backlog.js';
import { claimDueRuns, type Claim } from '../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../src/engine/ensure-run-partitions.js';
import { reconcileRunBatches } from '../../src/engine/reconcile-run-batches.js';
import { releaseBacklog } from '../../src/engine/release-backlog.js';
import { openPublisher, type Publisher } from '../../src/queues/publish.js';

let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 8 });
});
afterAll(async () => {
  await database.close();
  await server.close();
});
beforeEach(() => database.pool.query('TRUNCATE users, cron_jobs, runs, run_batches CASCADE'));

const claim = (limit = 1_000, exceptUsers: readonly string[] = []): Promise<Claim> =>
  claimDueRuns({
    db: database.db,
    partitions: createRunPartitions(database.db),
    quotaTimezone: 'UTC',
    node: 'srv1',
    limit,
    exceptUsers,
    onUnreadable: () => undefined,
  });
const seed = async (count: number) => {
  const userId = await seedUser(database.db);
  await seedCronJobs(database.db, count, { userId });
  return userId;
};
/** Whose each batch is. */
const ownersOf = async (ids: readonly string[]): Promise<(string | null)[]> => {
  const { rows } = await database.pool.query<{ id: string; userId: string | null }>(
    'SELECT id, user_id AS "userId" FROM run_batches',
  );
  const owners = new Map(rows.map(({ id, userId }) => [id, userId]));
  return ids.map((id) => owners.get(id) ?? null);
};

test('a herd stays in Postgres while everybody else’s runs are published at once', async () => {
  await seed(300);
  await seed(3);
  const claimed = await claim();
  expect(claimed).toMatchObject({ queued: 303, hasBacklog: true });
  expect(claimed.batches.map(({ queue, runIds }) => [queue, runIds.length])).toEqual([['runs', 3]]);
  expect(await readBacklog(database.pool)).toMatchObject({ batches: 5 });
});

test('herds are let in by turns, and two schedulers let no batch in twice', async () => {
  const [ann, bob, cleo] = [await seed(400), await seed(200), await seed(150)];
  await claim();
  const first = await releaseBatches(database.pool, 6);
  expect((await ownersOf(first.map(({ id }) => id))).sort()).toEqual([ann, ann, bob, bob, cleo, cleo].sort());
  const [one, two] = await Promise.all([releaseBatches(database.pool, 100), releaseBatches(database.pool, 100)]);
  const ids = [...first, ...one, ...two].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const runIds = [...first, ...one, ...two].flatMap((batch) => batch.runIds);
  expect(new Set(runIds).size).toBe(750);
  expect(await readBacklog(database.pool)).toMatchObject({ batches: 0, oldestSeconds: 0 });
});

test('what is due behind a herd is claimed without it', async () => {
  const herd = await seed(600);
  await seed(5);
  const first = await claim(500);
  expect(first).toMatchObject({ cronJobs: 500, herds: [herd] });
  expect(await claim(500, first.herds)).toMatchObject({ cronJobs: 5, queued: 5 });
  expect(await claim(500)).toMatchObject({ cronJobs: 100 });
});

describe.each(queueBackends)('on $name', ({ redisUrl }) => {
  let publisher: Publisher;
  beforeAll(() => {
    const config = { databaseUrl: server.url, redisUrl: redisUrl ?? undefined, prefix: `{${randomUUID()}}` };
    publisher = openPublisher(config, () => undefined);
  });
  afterAll(() => publisher.close());

  test('the queue stays shallow however long the backlog is, and is filled as it empties', async () => {
    await seed(2_000);
    while ((await claim()).cronJobs > 0);
    expect(await releaseBacklog(database, publisher, { depth: 4 })).toEqual({ released: 4, isMore: true });
    expect(await releaseBacklog(database, publisher, { depth: 4 })).toEqual({ released: 0, isMore: true });
    expect(await publisher.depth('herd-runs')).toBe(4);
    // What waits for its turn is nothing that somebody has forgotten.
    const round = { limit: 100, rescueLost: true };
    expect(await reconcileRunBatches(database, publisher, round)).toMatchObject({ batches: 0 });
    expect(await releaseBacklog(database, publisher, { depth: 100 })).toEqual({ released: 16, isMore: false });
  });
});
