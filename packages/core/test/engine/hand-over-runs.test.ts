import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { emptyTables } from '@carillon/testkit/empty-tables';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { openDatabase, type Database } from '../../src/db/client.js';
import { listen } from '../../src/db/listen.js';
import { UNPUBLISHED_CHANNEL } from '../../src/db/queries/hand-over-runs.js';
import type { StartedRun } from '../../src/db/queries/start-runs.js';
import { runBatches, runs } from '../../src/db/schema/index.js';
import type { CallResult } from '../../src/domain/run/outcome.js';
import { isForAnotherWorker, pastAttemptOf, WORKER_STOPPED } from '../../src/domain/run/hand-over.js';
import { claimDueRuns } from '../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../src/engine/ensure-run-partitions.js';
import { createHandOver, handOverRuns } from '../../src/engine/hand-over-runs.js';
import { reconcileRunBatches } from '../../src/engine/reconcile-run-batches.js';
import { startRunBatch } from '../../src/engine/start-run-batch.js';
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
beforeEach(() => emptyTables(database.pool, 'run_batches', 'runs', 'users'));

const start = async (count: number): Promise<StartedRun[]> => {
  await seedCronJobs(database.db, count, { userId: await seedUser(database.db), url: 'http://example.com/' });
  const partitions = createRunPartitions(database.db);
  const options = { db: database.db, partitions, quotaTimezone: 'UTC', node: 'srv1', limit: 500 };
  const { batches } = await claimDueRuns({ ...options, onUnreadable: () => undefined });
  const [batch] = batches;
  if (batch === undefined) throw new Error('nothing was due');
  return (await startRunBatch(database, { batchId: batch.id, runIds: batch.runIds })).runs;
};
/** A call that its worker ended. */
const CUT: CallResult = {
  status: 0,
  durationMs: 7,
  ttfbMs: null,
  connection: null,
  headers: {},
  body: null,
  truncated: false,
  error: WORKER_STOPPED,
};
const cutShort = (run: StartedRun) => {
  const past = pastAttemptOf({ attempt: run.attempt, startedAt: new Date(run.startedAt), result: CUT });
  return { ...run, past };
};
const unsent = (run: StartedRun) => ({ ...run, past: null });
const successors = async (of: StartedRun) =>
  (await database.db.select().from(runBatches)).filter((batch) => batch.id !== of.batchId);
const ledger = () => database.db.select().from(runs);
const first = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error('there is none');
  return one;
};

describe('runs that a worker gives back', () => {
  test('unsent, they stay on their attempt, and nothing is told of it', async () => {
    const started = await start(5);
    expect(await handOverRuns(database.pool, started.slice(0, 3).map(unsent))).toBe(3);
    const [successor, ...more] = await successors(first(started));
    expect(more).toEqual([]);
    expect(successor).toMatchObject({ state: 'unpublished', attempt: 1, lostLeases: 0, leaseToken: null });
    expect(successor?.runIds.sort()).toEqual(
      started
        .slice(0, 3)
        .map((run) => run.runId)
        .sort(),
    );
    expect((await ledger()).map((row) => row.attempts)).toEqual(started.map(() => null));
  });

  test('cut short, they go on as the next attempt, and the ledger says why', async () => {
    const run = first(await start(1));
    await handOverRuns(database.pool, [cutShort(run)]);
    expect(await successors(run)).toMatchObject([{ attempt: 2, lostLeases: 0 }]);
    const past = { attempt: 1, durationMs: 7, status: 0, error: { code: 'worker_stopped' } };
    expect(await ledger()).toMatchObject([{ state: 'queued', attempts: [past] }]);
  });

  test('both kinds of one batch go into two, those that are still being called stay', async () => {
    const started = await start(6);
    const returned = createHandOver(database.pool);
    await Promise.all([
      ...started.slice(0, 2).map((run) => returned.add(unsent(run))),
      ...started.slice(2, 5).map((run) => returned.add(cutShort(run))),
    ]);
    const sizes = (await successors(first(started))).map((batch) => [batch.attempt, batch.runIds.length]);
    expect(sizes.sort()).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect((await ledger()).filter((row) => row.batchId === started[5]?.batchId).map((row) => row.id)).toEqual([
      started[5]?.runId,
    ]);
  });

  test('are published and start elsewhere', async () => {
    const started = await start(3);
    await handOverRuns(database.pool, started.map(cutShort));
    await reconcileRunBatches(database, publisher, { limit: 100, rescueLost: false });
    const [successor] = await successors(first(started));
    expect(successor).toMatchObject({ state: 'published' });
    const again = await startRunBatch(database, { batchId: successor?.id ?? '', runIds: successor?.runIds ?? [] });
    expect(again.runs.map((run) => run.attempt)).toEqual([2, 2, 2]);
  });

  test('without their lease they are another’s, and nothing moves', async () => {
    const started = await start(2);
    const stale = started.map((run) => ({ ...unsent(run), leaseToken: '019a52a5-f6c0-7000-8000-000000000000' }));
    expect(await handOverRuns(database.pool, stale)).toBe(0);
    expect(await handOverRuns(database.pool, started.map(unsent))).toBe(2);
    expect(await handOverRuns(database.pool, started.map(unsent))).toBe(0);
    expect(await successors(first(started))).toHaveLength(1);
  });

  test('are told to the schedulers', async () => {
    const [connected, told] = [createGate(), createGate()];
    const listener = listen({
      url: server.url,
      channel: UNPUBLISHED_CHANNEL,
      onNotify: () => told.open(),
      onConnected: () => connected.open(),
      onError: () => undefined,
    });
    await connected.opened;
    await handOverRuns(database.pool, (await start(1)).map(unsent));
    await told.opened;
    await listener.close();
  });
});

test('a call that was cut short is for another worker, unless its job must not be called twice', () => {
  expect(isForAnotherWorker(CUT, null)).toBe(true);
  expect(isForAnotherWorker(CUT, { delivery: 'atMostOnce' })).toBe(false);
  expect(isForAnotherWorker({ ...CUT, error: { code: 'timeout', message: '' } }, null)).toBe(false);
});
