import { describe, expect, test } from '@jest/globals';
import { seedUser } from '@carillon/testkit/seed';
import { newId, newRunId } from '../../../src/db/ids.js';
import { insertLedgerRows, insertRunBatches } from '../../../src/db/queries/claim-due.js';
import { listDetachedPartitions, listRunPartitions } from '../../../src/db/queries/run-partitions.js';
import { partitionDay, runPartition } from '../../../src/domain/run/partition.js';
import { daysAgo, MINUTE_MS, openLedger } from './support.js';

const ledger = openLedger();

describe('partitions past every plan’s retention', () => {
  const old = daysAgo(95);
  const day = partitionDay(old);

  test('are dropped whole; the others stay, those to come too', async () => {
    const userId = await seedUser(ledger.database.db);
    for (const days of [400, 95, 92, 91]) await ledger.seedRun(userId, daysAgo(days));
    const kept = [await ledger.seedRun(userId, daysAgo(90, -MINUTE_MS)), await ledger.seedRun(userId, daysAgo(1))];
    const { steps } = await ledger.prune();
    expect(steps.map((step) => step.kind)).toEqual(Array(4).fill('partition_dropped'));
    expect(await ledger.idsOf()).toEqual(kept);
    expect(await listRunPartitions(ledger.database.db)).toHaveLength(9);
  });

  test('one with a run that has not ended stays and loses its other rows', async () => {
    const userId = await seedUser(ledger.database.db);
    await ledger.seedRun(userId, old);
    const queued = await ledger.seedRun(userId, old, { state: 'queued' });
    const { steps } = await ledger.prune();
    expect(steps).toEqual([
      { kind: 'partition_kept', day, because: 'needed' },
      { kind: 'runs_deleted', day, rows: 1 },
    ]);
    expect(await ledger.idsOf()).toEqual([queued]);
  });

  test('one with a run that was called late stays', async () => {
    const late = await ledger.seedRun(await seedUser(ledger.database.db), old, { startedAt: daysAgo(1) });
    await ledger.prune();
    expect(await ledger.idsOf()).toEqual([late]);
  });

  test('one that somebody reads from is given up for this round, and nobody waits behind it for long', async () => {
    const userId = await seedUser(ledger.database.db);
    await ledger.seedRun(userId, old);
    const end = await ledger.readLedger();
    const waits: number[] = [];
    const enter = async () => {
      const start = performance.now();
      await ledger.seedRun(userId, daysAgo(1));
      waits.push(performance.now() - start);
    };
    const entering: Promise<void>[] = [];
    // Not awaited: it has to stand in the way of the next try.
    const pause = () => Promise.resolve(void entering.push(enter()));
    expect((await ledger.prune({ pause })).steps).toEqual([{ kind: 'partition_kept', day, because: 'busy' }]);
    await Promise.all(entering);
    expect(Math.max(...waits)).toBeLessThan(2_000);
    await end();
    expect((await ledger.prune()).steps).toEqual([{ kind: 'partition_dropped', day }]);
  });

  test('a run entered after the partition was looked through keeps it', async () => {
    const userId = await seedUser(ledger.database.db);
    await ledger.seedRun(userId, old);
    const end = await ledger.readLedger();
    const id = newRunId(old);
    const batchId = newId();
    // The first try finds the ledger held; by then the partition has been looked through.
    const enter = async () => {
      const job = { cronJobId: newId(), userId, url: 'http://example.com/', makesWorkerJob: false };
      const row = { id, scheduledFor: old, ...job };
      await insertLedgerRows(ledger.database.db, [{ ...row, state: 'queued', reason: null, batchId }], 'AUTO');
      await insertRunBatches(ledger.database.db, [
        { id: batchId, queue: 'runs', runIds: [id], publication: 1, userId: null },
      ]);
      await end();
    };
    let pauses = 0;
    // The idempotency keys come before the partitions, with a pause of their own.
    const pause = async () => (++pauses === 2 ? enter() : undefined);
    expect((await ledger.prune({ pause })).steps[0]).toEqual({ kind: 'partition_kept', day, because: 'needed' });
    expect(await ledger.idsOf()).toEqual([id]);
  });
});

describe('partitions that somebody began to remove', () => {
  const old = daysAgo(120);
  const day = partitionDay(old);
  /** DETACH … CONCURRENTLY, cut off while it waits for a reader. */
  const detachHalf = async (halfDay: string) => {
    const end = await ledger.readLedger();
    const client = await ledger.database.pool.connect();
    await client.query(`SET statement_timeout = '300ms'`);
    const cutOff = client.query(`ALTER TABLE runs DETACH PARTITION ${runPartition(halfDay).name} CONCURRENTLY`);
    await expect(cutOff).rejects.toThrow('statement timeout');
    await client.query('RESET statement_timeout');
    client.release();
    await end();
    expect(await ledger.hasPartition(halfDay)).toBe(false);
  };

  test.each([
    ['detached', ledger.detach],
    ['half detached', detachHalf],
  ])('%s: are dropped once they are past every retention', async (_, remove) => {
    await ledger.seedRun(await seedUser(ledger.database.db), old);
    await remove(day);
    expect(await listDetachedPartitions(ledger.database.db)).toEqual([day]);
    expect((await ledger.prune()).steps).toEqual([{ kind: 'partition_dropped', day }]);
    expect(await listDetachedPartitions(ledger.database.db)).toEqual([]);
  });

  test('one with a run that has not ended is attached again and stays', async () => {
    const queued = await ledger.seedRun(await seedUser(ledger.database.db), old, { state: 'queued' });
    await ledger.detach(day);
    expect(await ledger.idsOf()).toEqual([]);
    await ledger.prune();
    expect(await ledger.idsOf()).toEqual([queued]);
  });

  test('a table under another name, of another kind, or within the retention is not touched', async () => {
    await ledger.ensure(day, partitionDay(daysAgo(5)));
    await ledger.detach(day);
    await ledger.detach(partitionDay(daysAgo(5)));
    const { name } = runPartition(day);
    await ledger.database.pool.query(`ALTER TABLE ${name} RENAME TO archive_of_${name}`);
    await ledger.database.pool.query(`CREATE TABLE runs_2020_01_01 (note text)`);
    expect((await ledger.prune()).steps).toEqual([]);
    const { rows } = await ledger.database.pool.query(
      `SELECT FROM pg_class WHERE relname IN ('archive_of_${name}', 'runs_2020_01_01', '${runPartition(partitionDay(daysAgo(5))).name}')`,
    );
    expect(rows).toHaveLength(3);
  });

  test.each([
    ['detached', ledger.detach],
    ['half detached', detachHalf],
  ])('%s: a day that is needed again gets its partition back, with its rows', async (_, remove) => {
    const recent = daysAgo(5);
    const id = await ledger.seedRun(await seedUser(ledger.database.db), recent);
    await remove(partitionDay(recent));
    await ledger.ensure(partitionDay(recent));
    expect(await ledger.idsOf()).toEqual([id]);
    expect(await ledger.hasPartition(partitionDay(recent))).toBe(true);
  });
});
