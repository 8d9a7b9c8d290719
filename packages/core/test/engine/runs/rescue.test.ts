import { describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { inTransaction, openDatabase } from '../../../src/db/client.js';
import { newId } from '../../../src/db/ids.js';
import { deleteBatch, renewLeases } from '../../../src/db/queries/run-batches.js';
import { cancelRuns, startRuns, type StartedRun } from '../../../src/db/queries/start-runs.js';
import { cronJobs, runBatches } from '../../../src/db/schema/index.js';
import type { RunBatch } from '../../../src/domain/run/batch.js';
import { finishRuns } from '../../../src/engine/finish-runs.js';
import { lookAgain } from '../../../src/engine/start-run-batch.js';
import { finished, openLedger } from './support.js';

const ledger = openLedger();

describe('rescuing runs', () => {
  test('a renewed lease is left alone; an expired one brings its runs back as the next attempt in a new batch', async () => {
    const started = await ledger.claimAndStart(20);
    const { leaseToken = '', batchId = '' } = started[0] ?? {};
    expect(await renewLeases(ledger.database.pool, [leaseToken], [batchId])).toEqual(new Set([leaseToken]));
    expect(await ledger.reconcile()).toMatchObject({ requeued: 0 });
    await ledger.expireLeases();
    expect(await ledger.reconcile()).toMatchObject({ batches: 1, requeued: 20, givenUp: 0 });
    const [successor] = await ledger.database.db.select().from(runBatches);
    expect(successor).toMatchObject({ attempt: 2, lostLeases: 1, state: 'published', leaseToken: null });
    expect(successor?.id).not.toBe(batchId);
    expect(await renewLeases(ledger.database.pool, [leaseToken], [batchId])).toEqual(new Set());
    expect((await ledger.startAll(await ledger.currentBatches())).map((run) => run.attempt)).toEqual(Array(20).fill(2));
  });

  test('a batch that loses its worker twice goes on one by one, so that one bad run takes no neighbour with it', async () => {
    await ledger.claimAndStart(3);
    await ledger.expireLeases();
    await ledger.reconcile();
    await ledger.startAll(await ledger.currentBatches());
    await ledger.expireLeases();
    expect(await ledger.reconcile()).toMatchObject({ requeued: 3 });
    expect((await ledger.currentBatches()).map((batch) => batch.runIds.length)).toEqual([1, 1, 1]);
    const [poison, ...neighbours] = await ledger.startAll(await ledger.currentBatches());
    await finishRuns(
      ledger.database.pool,
      neighbours.map((run) => finished(run)),
    );
    await ledger.expireLeases();
    expect(await ledger.reconcile()).toMatchObject({ givenUp: 1, requeued: 0 });
    expect((await ledger.rows()).map((row) => [row.id === poison?.runId, row.state]).sort()).toEqual([
      [false, 'succeeded'],
      [false, 'succeeded'],
      [true, 'failed'],
    ]);
  });

  test('only what is still held is brought back', async () => {
    const started = await ledger.claimAndStart(3);
    await finishRuns(
      ledger.database.pool,
      started.slice(0, 2).map((run) => finished(run)),
    );
    await ledger.expireLeases();
    expect(await ledger.reconcile()).toMatchObject({ requeued: 1 });
  });

  test('a run that loses its worker three times is given up, and the ledger says so', async () => {
    let started = await ledger.claimAndStart(1);
    for (let lost = 1; lost <= 3; lost++) {
      await ledger.expireLeases();
      await ledger.reconcile();
      started = await ledger.startAll(await ledger.currentBatches());
    }
    expect(started).toEqual([]);
    expect(await ledger.rows()).toMatchObject([{ state: 'failed', errorCode: 'worker_lost', attempt: 3 }]);
    expect(await ledger.database.db.select().from(cronJobs)).toMatchObject([
      { lastStatus: 'failed', consecutiveFailures: 1 },
    ]);
  });

  test('two schedulers do not rescue the same runs twice', async () => {
    await ledger.claimAndStart(10);
    await ledger.expireLeases();
    const both = await Promise.all([ledger.reconcile(), ledger.reconcile()]);
    expect(both.reduce((sum, one) => sum + one.requeued, 0)).toBe(10);
  });

  test('a batch whose runs have all ended disappears, but only for the holder of its lease', async () => {
    const started = await ledger.claimAndStart(2);
    await finishRuns(
      ledger.database.pool,
      started.map((run) => finished(run)),
    );
    const { leaseToken = '', batchId = '' } = started[0] ?? {};
    await deleteBatch(ledger.database.pool, { batchId, leaseToken: batchId });
    expect(await ledger.currentBatches()).toHaveLength(1);
    await deleteBatch(ledger.database.pool, { batchId, leaseToken });
    expect(await ledger.currentBatches()).toEqual([]);
  });

  test('a run not given because its job was disabled ends, even if the job is enabled again a moment later', async () => {
    await ledger.seed(1);
    const { batches } = await ledger.claim();
    const [batch] = batches;
    if (batch === undefined) throw new Error('nothing claimed');
    const leaseToken = newId();
    await ledger.database.db.update(cronJobs).set({ enabled: false });
    expect(await startRuns(ledger.database.pool, batch, leaseToken)).toEqual([]);
    await ledger.database.db.update(cronJobs).set({ enabled: true });
    expect(await cancelRuns(ledger.database.db, batch.id, batch.runIds, leaseToken)).toBe(1);
    expect(await ledger.rows()).toMatchObject([{ state: 'cancelled' }]);
  });

  test('a run that had to wait is looked at again: changed is called as it is now, paused or lost is not called', async () => {
    const [first, second, third] = await ledger.claimAndStart(3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('nothing started');
    const change = (run: StartedRun, fields: Partial<typeof cronJobs.$inferInsert>) =>
      ledger.database.db.update(cronJobs).set(fields).where(eq(cronJobs.id, run.cronJobId));
    await change(first, { url: 'http://example.com/changed' });
    await change(second, { enabled: false });
    expect(await lookAgain(ledger.database, first)).toMatchObject({ url: 'http://example.com/changed' });
    expect(await lookAgain(ledger.database, second)).toBeNull();
    expect((await ledger.rows()).map((row) => row.state).sort()).toEqual(['cancelled', 'queued', 'queued']);
    await ledger.expireLeases();
    await ledger.reconcile();
    expect(await lookAgain(ledger.database, third)).toBeNull();
    expect((await ledger.rows()).filter((row) => row.state === 'cancelled')).toHaveLength(1);
  });

  test('disabling a job while its run is being called does not end the run, even if its message comes again', async () => {
    const started = await ledger.claimAndStart(1);
    await ledger.database.db.update(cronJobs).set({ enabled: false });
    expect(await ledger.startAll(await ledger.currentBatches())).toEqual([]);
    await finishRuns(
      ledger.database.pool,
      started.map((run) => finished(run)),
    );
    expect(await ledger.rows()).toMatchObject([{ state: 'succeeded' }]);
  });
});

describe('publishing', () => {
  test('a batch committed but never published is published, once, by whichever scheduler finds it', async () => {
    await ledger.seed(5);
    const { batches } = await ledger.claim();
    await ledger.database.pool.query(`UPDATE run_batches SET attention_at = clock_timestamp() - interval '1 second'`);
    await Promise.all([ledger.reconcile(), ledger.reconcile()]);
    expect(await ledger.publisher.isPending(batches[0] as RunBatch)).toBe(true);
    expect(await ledger.publisher.depth('runs')).toBeGreaterThanOrEqual(1);
    expect(await ledger.database.db.select().from(runBatches)).toMatchObject([{ state: 'published', publication: 1 }]);
  });

  test('a published batch that waits behind a backlog is put off; one that the queue has lost is sent anew', async () => {
    await ledger.seed(5);
    const { batches } = await ledger.claim();
    const overdue = () =>
      ledger.database.pool.query(`UPDATE run_batches SET attention_at = clock_timestamp() - interval '1 second'`);
    await overdue();
    await ledger.reconcile();
    await overdue();
    expect(await ledger.reconcile()).toMatchObject({ batches: 1, lostByQueue: 0 });
    await ledger.database.pool.query('TRUNCATE bullmq.job CASCADE');
    await overdue();
    expect(await ledger.reconcile()).toMatchObject({ batches: 1, lostByQueue: 1 });
    expect(await ledger.publisher.isPending({ ...(batches[0] as RunBatch), publication: 2 })).toBe(true);
    expect(await ledger.startAll(await ledger.currentBatches())).toHaveLength(5);
  });
});

test('a transaction whose work fails leaves nothing behind and gives its connection back', async () => {
  const attempt = inTransaction(ledger.database.pool, async (pg) => {
    await pg.query(
      `INSERT INTO run_batches (id, queue, run_ids, attention_at) VALUES (gen_random_uuid(), 'runs', '{}', now())`,
    );
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow('no');
  expect(await ledger.database.db.$count(runBatches)).toBe(0);
  expect(ledger.database.pool.idleCount).toBe(ledger.database.pool.totalCount);
});

test('a connection lost inside a transaction fails that transaction and nothing else', async () => {
  const errors: Error[] = [];
  const own = openDatabase({ url: ledger.url, max: 1, onError: (error) => errors.push(error) });
  const suicide = own.db.transaction((tx) => tx.execute(sql`SELECT pg_terminate_backend(pg_backend_pid())`));
  await expect(suicide).rejects.toThrow();
  expect((await own.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await own.close();
});
