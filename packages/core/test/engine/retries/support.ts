import { emptyTables } from '@carillon/testkit/empty-tables';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase } from '@carillon/testkit/test-database';
import { openDatabase, type Database } from '../../../src/db/client.js';
import type { StartedRun } from '../../../src/db/queries/start-runs.js';
import { runBatches, runs, type cronJobs } from '../../../src/db/schema/index.js';
import type { BatchState } from '../../../src/domain/run/batch.js';
import type { CallResult } from '../../../src/domain/run/outcome.js';
import { claimDueRuns } from '../../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../../src/engine/ensure-run-partitions.js';
import type { FinishedRun } from '../../../src/engine/finish-runs.js';
import { reconcileRunBatches, type Reconciliation } from '../../../src/engine/reconcile-run-batches.js';
import { startRunBatch } from '../../../src/engine/start-run-batch.js';
import { openPublisher } from '../../../src/queues/publish.js';

type CronJobFields = Partial<typeof cronJobs.$inferInsert>;

export interface Setup {
  database: Database;
  databaseUrl: string;
  /** Enters due cron jobs of a user and takes their runs. */
  take(count: number, fields?: CronJobFields): Promise<StartedRun[]>;
  /** Takes every batch that waits for a worker. */
  takeAll(): Promise<StartedRun[]>;
  /** What is to be looked after in this state is so now. */
  makeDue(state: BatchState): Promise<unknown>;
  reconcile(): Promise<Reconciliation>;
  ledger(): Promise<(typeof runs.$inferSelect)[]>;
  batches(state?: BatchState): Promise<(typeof runBatches.$inferSelect)[]>;
  empty(): Promise<unknown>;
  close(): Promise<void>;
}

/** A database of its own with the queue in it. */
export async function setUp(): Promise<Setup> {
  const server = await createTestDatabase();
  const database = openDatabase({ url: server.url, max: 8 });
  const { db, pool } = database;
  const publisher = openPublisher({ databaseUrl: server.url }, () => undefined);
  const batches = async (state?: BatchState) =>
    (await db.select().from(runBatches).orderBy(runBatches.id)).filter(
      (batch) => state === undefined || batch.state === state,
    );
  const takeAll = async () => {
    const waiting = (await batches()).filter(({ state }) => state === 'unpublished' || state === 'published');
    const taken = await Promise.all(waiting.map(({ id, runIds }) => startRunBatch(database, { batchId: id, runIds })));
    return taken.flatMap((one) => one.runs);
  };
  const claim = { db, partitions: createRunPartitions(db), quotaTimezone: 'UTC', node: 'srv1', limit: 500 };
  return {
    database,
    databaseUrl: server.url,
    batches,
    takeAll,
    async take(count, fields = {}) {
      await seedCronJobs(db, count, { userId: await seedUser(db), url: 'http://example.com/', ...fields });
      await claimDueRuns({ ...claim, onUnreadable: () => undefined });
      return takeAll();
    },
    makeDue: (state) =>
      pool.query(`UPDATE run_batches SET attention_at = clock_timestamp() - interval '1 second' WHERE state = $1`, [
        state,
      ]),
    reconcile: () => reconcileRunBatches(database, publisher, { limit: 100, rescueLost: true }),
    ledger: () => db.select().from(runs).orderBy(runs.scheduledFor, runs.id),
    empty: () => emptyTables(pool, 'run_batches', 'runs', 'users'),
    async close() {
      await publisher.close();
      await database.close();
      await server.close();
    },
  };
}

/** An answer of a target. */
export const answer = (status: number, headers: Record<string, string> = {}): CallResult => ({
  status,
  durationMs: 12,
  ttfbMs: 11,
  connection: null,
  headers,
  body: 'body',
  truncated: false,
  error: null,
});

/** The end of an attempt with an answer, and whether another follows. */
export function ended(run: StartedRun, status: number, retryInMs: number | null = null): FinishedRun {
  return {
    ...run,
    scheduledFor: new Date(run.scheduledFor),
    startedAt: new Date(run.startedAt),
    url: null,
    state: status === 200 ? 'succeeded' : 'failed',
    result: answer(status),
    manual: run.queue === 'manual-runs',
    retryInMs,
  };
}

/** The one of a list that must have one. */
export function only<T>(list: readonly T[]): T {
  const [one, ...more] = list;
  if (one === undefined || more.length > 0) throw new Error(`${list.length} where there should be one`);
  return one;
}
