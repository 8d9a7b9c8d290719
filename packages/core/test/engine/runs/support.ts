import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { emptyTables } from '@carillon/testkit/empty-tables';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { eq } from 'drizzle-orm';
import { openDatabase, type Database } from '../../../src/db/client.js';
import type { StartedRun } from '../../../src/db/queries/start-runs.js';
import { runBatches, runs, type cronJobs } from '../../../src/db/schema/index.js';
import type { RunBatch } from '../../../src/domain/run/batch.js';
import { claimDueRuns } from '../../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../../src/engine/ensure-run-partitions.js';
import type { FinishedRun } from '../../../src/engine/finish-runs.js';
import { reconcileRunBatches } from '../../../src/engine/reconcile-run-batches.js';
import { startRunBatch } from '../../../src/engine/start-run-batch.js';
import { openPublisher, type Publisher } from '../../../src/queues/publish.js';

/** A database of the file's own, emptied before each test, with a publisher whose queue is in it. */
export function openLedger() {
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
  beforeEach(() => emptyTables(database.pool, 'run_batches', 'runs', 'usage_months', 'users'));

  const unreadable: string[] = [];
  const claim = (limit = 500) =>
    claimDueRuns({
      db: database.db,
      partitions: createRunPartitions(database.db),
      quotaTimezone: 'UTC',
      node: 'srv1',
      limit,
      onUnreadable: (id) => unreadable.push(id),
    });
  const seed = async (count: number, fields: Partial<typeof cronJobs.$inferInsert> = {}, plan?: string) => {
    const userId = await seedUser(database.db, plan);
    return { userId, ids: await seedCronJobs(database.db, count, { userId, url: 'http://example.com/', ...fields }) };
  };
  const start = (batch: RunBatch) => startRunBatch(database, { batchId: batch.id, runIds: batch.runIds });
  const startAll = async (batches: readonly RunBatch[]): Promise<StartedRun[]> =>
    (await Promise.all(batches.map(start))).flatMap((one) => one.runs);
  return {
    get database() {
      return database;
    },
    get publisher() {
      return publisher;
    },
    get url() {
      return server.url;
    },
    /** The cron jobs that a claim could not read. */
    unreadable,
    claim,
    seed,
    startAll,
    queuedRuns: () => database.db.$count(runs, eq(runs.state, 'queued')),
    currentBatches: async (): Promise<RunBatch[]> => database.db.select().from(runBatches),
    reconcile: () => reconcileRunBatches(database, publisher, { limit: 100, rescueLost: true }),
    rows: () => database.db.select().from(runs).orderBy(runs.scheduledFor),
    claimAndStart: async (count: number): Promise<StartedRun[]> => {
      await seed(count);
      const { batches } = await claim();
      return startAll(batches);
    },
    expireLeases: () =>
      database.pool.query(
        `UPDATE run_batches SET attention_at = clock_timestamp() - interval '1 second' WHERE state = 'running'`,
      ),
  };
}

/** The end of a run as a worker reports it: a success unless the status is another. */
export const finished = (run: StartedRun, fields: Partial<FinishedRun['result']> = {}): FinishedRun => ({
  ...run,
  scheduledFor: new Date(run.scheduledFor),
  startedAt: new Date(run.startedAt),
  state: (fields.status ?? 200) === 200 ? 'succeeded' : 'failed',
  result: {
    status: 200,
    durationMs: 12,
    ttfbMs: 11,
    connection: null,
    headers: { a: 'b' },
    body: 'ok',
    truncated: false,
    error: null,
    ...fields,
  },
  manual: false,
  retryInMs: null,
});
