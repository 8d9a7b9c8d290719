import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { eq } from 'drizzle-orm';
import { openDatabase, type Database } from '../../src/db/client.js';
import { newId, newRunId } from '../../src/db/ids.js';
import { insertLedgerRows, insertRunBatches } from '../../src/db/queries/claim-due.js';
import { takeIdempotencyKey } from '../../src/db/queries/idempotency.js';
import { listDetachedPartitions, listRunPartitions } from '../../src/db/queries/run-partitions.js';
import { auditEvents, idempotencyKeys, plans, runs, usageDays, users } from '../../src/db/schema/index.js';
import { partitionDay, runPartition } from '../../src/domain/run/partition.js';
import { createRunPartitions } from '../../src/engine/ensure-run-partitions.js';
import { pruneLedger, type PruneOptions, type PruneStep } from '../../src/engine/prune-ledger.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

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

const daysAgo = (days: number, moreMs = 0) => new Date(Date.now() - days * DAY_MS - moreMs);
const ensure = (...days: string[]) => createRunPartitions(database.db).ensure(days);
const seedRun = async (userId: string, scheduledFor: Date, fields: Partial<typeof runs.$inferInsert> = {}) => {
  await ensure(partitionDay(scheduledFor));
  const id = newRunId(scheduledFor);
  const state = fields.state ?? 'succeeded';
  const startedAt = state === 'succeeded' ? scheduledFor : null;
  const finishedAt = state === 'queued' ? null : scheduledFor;
  const row = { id, scheduledFor, userId, cronJobId: newId(), type: 'AUTO', url: 'http://example.com/' } as const;
  await database.db.insert(runs).values({ ...row, startedAt, finishedAt, ...fields, state });
  return id;
};
const prune = async (options: Partial<PruneOptions> = {}) => {
  const steps: PruneStep[] = [];
  const { kind } = await pruneLedger({
    databaseUrl: server.url,
    signal: new AbortController().signal,
    pause: () => Promise.resolve(),
    onStep: (step) => steps.push(step),
    ...options,
  });
  return { kind, steps, rows: steps.reduce((sum, step) => sum + ('rows' in step ? step.rows : 0), 0) };
};
const idsOf = async (userId?: string) => {
  const rows = await database.db.select().from(runs).orderBy(runs.scheduledFor);
  return rows.filter((row) => userId === undefined || row.userId === userId).map((row) => row.id);
};
const hasPartition = async (day: string) => (await listRunPartitions(database.db)).includes(day);
const detach = (day: string) => database.pool.query(`ALTER TABLE runs DETACH PARTITION ${runPartition(day).name}`);
/** Another session in a transaction that has read the ledger, as a backup would; the answer ends it. */
const readLedger = async () => {
  const client = await database.pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM runs LIMIT 1');
  return async () => {
    await client.query('COMMIT');
    client.release();
  };
};

describe('rows past the retention of their user’s plan', () => {
  test('are deleted, those within it stay, to the minute', async () => {
    const kept: string[] = [];
    for (const [plan, days] of [
      ['FREE', 3],
      ['HOBBY', 14],
      ['PRO', 30],
    ] as const) {
      const userId = await seedUser(database.db, plan);
      await seedRun(userId, daysAgo(days, MINUTE_MS));
      await seedRun(userId, daysAgo(days * 2));
      kept.push(await seedRun(userId, daysAgo(days, -MINUTE_MS)), await seedRun(userId, daysAgo(1)));
    }
    const unlimited = await seedUser(database.db);
    for (const days of [89, 60, 4]) kept.push(await seedRun(unlimited, daysAgo(days)));
    expect(await prune()).toMatchObject({ kind: 'done', rows: 6 });
    expect((await idsOf()).sort()).toEqual(kept.sort());
    expect(await prune()).toMatchObject({ kind: 'done', steps: [] });
  });

  test('a user who changes to a shorter plan keeps less from the next round on, one who changes to a longer plan more', async () => {
    const userId = await seedUser(database.db, 'PRO');
    for (const days of [1, 5, 20, 40]) await seedRun(userId, daysAgo(days));
    const changeTo = (plan: string) => database.db.update(users).set({ plan }).where(eq(users.id, userId));
    expect(await prune()).toMatchObject({ rows: 1 });
    await changeTo('UNLIMITED');
    expect(await prune()).toMatchObject({ rows: 0 });
    await changeTo('FREE');
    expect(await prune()).toMatchObject({ rows: 2 });
    expect(await idsOf()).toHaveLength(1);
  });

  test('a plan whose figure is changed counts from the next round on', async () => {
    const userId = await seedUser(database.db, 'FREE');
    await seedRun(userId, daysAgo(5));
    const keep = (logRetentionDays: number) =>
      database.db.update(plans).set({ logRetentionDays }).where(eq(plans.name, 'FREE'));
    await keep(7);
    expect(await prune()).toMatchObject({ rows: 0 });
    await keep(4);
    expect(await prune()).toMatchObject({ rows: 1 });
  });

  test('a run that has not ended stays, however old', async () => {
    const userId = await seedUser(database.db, 'FREE');
    await seedRun(userId, daysAgo(10));
    const queued = await seedRun(userId, daysAgo(10), { state: 'queued' });
    await prune();
    expect(await idsOf()).toEqual([queued]);
  });

  test('a run that was called late is kept as long from its call', async () => {
    const userId = await seedUser(database.db, 'FREE');
    const late = await seedRun(userId, daysAgo(10), { startedAt: daysAgo(2) });
    await seedRun(userId, daysAgo(10), { startedAt: daysAgo(4) });
    await seedRun(userId, daysAgo(10), { state: 'missed', finishedAt: daysAgo(1) });
    await prune();
    expect(await idsOf()).toEqual([late]);
  });

  test('are deleted in batches, with a pause after each', async () => {
    const userIds = await Promise.all([1, 2, 3].map(() => seedUser(database.db, 'FREE')));
    const old = daysAgo(10);
    for (const userId of userIds) for (let i = 0; i < 11; i++) await seedRun(userId, new Date(old.getTime() + (i % 4)));
    const other = await seedRun(await seedUser(database.db), old);
    let pauses = 0;
    const pause = () => Promise.resolve(void (pauses += 1));
    const { steps } = await prune({ batchRows: 10, pause });
    expect(steps.map((step) => 'rows' in step && step.rows)).toEqual([10, 10, 10, 3]);
    expect(pauses).toBeGreaterThanOrEqual(4);
    expect(await idsOf()).toEqual([other]);
  });
});

describe('one at a time', () => {
  test('a second process finds the first one busy; together they delete each row once', async () => {
    const userId = await seedUser(database.db, 'FREE');
    for (let i = 0; i < 30; i++) await seedRun(userId, daysAgo(10, i));
    const [first, gate] = [createGate(), createGate()];
    const pause = async () => {
      first.open();
      await gate.opened;
    };
    const working = prune({ batchRows: 10, pause });
    await first.opened;
    expect(await prune()).toEqual({ kind: 'busy', steps: [], rows: 0 });
    gate.open();
    expect(await working).toMatchObject({ kind: 'done', rows: 30 });
    expect(await prune()).toMatchObject({ kind: 'done', rows: 0 });
  });

  test('many that start at once delete each row once', async () => {
    const userId = await seedUser(database.db, 'FREE');
    for (let i = 0; i < 30; i++) await seedRun(userId, daysAgo(10, i));
    const all = await Promise.all(Array.from({ length: 4 }, () => prune({ batchRows: 3 })));
    expect(all.reduce((sum, one) => sum + one.rows, 0)).toBe(30);
    expect(await idsOf()).toEqual([]);
  });

  test('one that dies in the middle frees the place, and the next goes on where it was', async () => {
    const userId = await seedUser(database.db, 'FREE');
    for (let i = 0; i < 30; i++) await seedRun(userId, daysAgo(10, i));
    const cutOff = async () => {
      await database.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'carillon-prune' AND datname = current_database()`,
      );
    };
    const deleted: PruneStep[] = [];
    const dying = prune({ batchRows: 10, onStep: (step) => deleted.push(step), pause: cutOff });
    await expect(dying).rejects.toThrow();
    const next = await waitFor('the place to be free', async () => {
      const outcome = await prune();
      return outcome.kind === 'done' && outcome;
    });
    expect(deleted.length * 10 + next.rows).toBe(30);
  });

  test('a signal ends the round after the batch in progress', async () => {
    const userId = await seedUser(database.db, 'FREE');
    for (let i = 0; i < 30; i++) await seedRun(userId, daysAgo(10, i));
    const stopping = new AbortController();
    const onStep = () => stopping.abort();
    expect(await prune({ batchRows: 10, signal: stopping.signal, onStep })).toMatchObject({ kind: 'stopped' });
    expect(await idsOf()).toHaveLength(20);
    expect(await prune()).toMatchObject({ kind: 'done', rows: 20 });
  });
});

describe('partitions past every plan’s retention', () => {
  const old = daysAgo(95);
  const day = partitionDay(old);

  test('are dropped whole; the others stay, those to come too', async () => {
    const userId = await seedUser(database.db);
    for (const days of [400, 95, 92, 91]) await seedRun(userId, daysAgo(days));
    const kept = [await seedRun(userId, daysAgo(90, -MINUTE_MS)), await seedRun(userId, daysAgo(1))];
    const { steps } = await prune();
    expect(steps.map((step) => step.kind)).toEqual(Array(4).fill('partition_dropped'));
    expect(await idsOf()).toEqual(kept);
    expect(await listRunPartitions(database.db)).toHaveLength(9);
  });

  test('one with a run that has not ended stays and loses its other rows', async () => {
    const userId = await seedUser(database.db);
    await seedRun(userId, old);
    const queued = await seedRun(userId, old, { state: 'queued' });
    const { steps } = await prune();
    expect(steps).toEqual([
      { kind: 'partition_kept', day, because: 'needed' },
      { kind: 'runs_deleted', day, rows: 1 },
    ]);
    expect(await idsOf()).toEqual([queued]);
  });

  test('one with a run that was called late stays', async () => {
    const late = await seedRun(await seedUser(database.db), old, { startedAt: daysAgo(1) });
    await prune();
    expect(await idsOf()).toEqual([late]);
  });

  test('one that somebody reads from is given up for this round, and nobody waits behind it for long', async () => {
    const userId = await seedUser(database.db);
    await seedRun(userId, old);
    const end = await readLedger();
    const waits: number[] = [];
    const enter = async () => {
      const start = performance.now();
      await seedRun(userId, daysAgo(1));
      waits.push(performance.now() - start);
    };
    const entering: Promise<void>[] = [];
    // Not awaited: it has to stand in the way of the next try.
    const pause = () => Promise.resolve(void entering.push(enter()));
    expect((await prune({ pause })).steps).toEqual([{ kind: 'partition_kept', day, because: 'busy' }]);
    await Promise.all(entering);
    expect(Math.max(...waits)).toBeLessThan(2_000);
    await end();
    expect((await prune()).steps).toEqual([{ kind: 'partition_dropped', day }]);
  });

  test('a run entered after the partition was looked through keeps it', async () => {
    const userId = await seedUser(database.db);
    await seedRun(userId, old);
    const end = await readLedger();
    const id = newRunId(old);
    const batchId = newId();
    // The first try finds the ledger held; by then the partition has been looked through.
    const enter = async () => {
      const job = { cronJobId: newId(), userId, url: 'http://example.com/', makesWorkerJob: false };
      const row = { id, scheduledFor: old, ...job };
      await insertLedgerRows(database.db, [{ ...row, state: 'queued', reason: null, batchId }], 'AUTO');
      await insertRunBatches(database.db, [{ id: batchId, queue: 'runs', runIds: [id], publication: 1, userId: null }]);
      await end();
    };
    let pauses = 0;
    // The idempotency keys come before the partitions, with a pause of their own.
    const pause = async () => (++pauses === 2 ? enter() : undefined);
    expect((await prune({ pause })).steps[0]).toEqual({ kind: 'partition_kept', day, because: 'needed' });
    expect(await idsOf()).toEqual([id]);
  });
});

describe('partitions that somebody began to remove', () => {
  const old = daysAgo(120);
  const day = partitionDay(old);
  /** DETACH … CONCURRENTLY, cut off while it waits for a reader. */
  const detachHalf = async (halfDay: string) => {
    const end = await readLedger();
    const client = await database.pool.connect();
    await client.query(`SET statement_timeout = '300ms'`);
    const cutOff = client.query(`ALTER TABLE runs DETACH PARTITION ${runPartition(halfDay).name} CONCURRENTLY`);
    await expect(cutOff).rejects.toThrow('statement timeout');
    await client.query('RESET statement_timeout');
    client.release();
    await end();
    expect(await hasPartition(halfDay)).toBe(false);
  };

  test.each([
    ['detached', detach],
    ['half detached', detachHalf],
  ])('%s: are dropped once they are past every retention', async (_, remove) => {
    await seedRun(await seedUser(database.db), old);
    await remove(day);
    expect(await listDetachedPartitions(database.db)).toEqual([day]);
    expect((await prune()).steps).toEqual([{ kind: 'partition_dropped', day }]);
    expect(await listDetachedPartitions(database.db)).toEqual([]);
  });

  test('one with a run that has not ended is attached again and stays', async () => {
    const queued = await seedRun(await seedUser(database.db), old, { state: 'queued' });
    await detach(day);
    expect(await idsOf()).toEqual([]);
    await prune();
    expect(await idsOf()).toEqual([queued]);
  });

  test('a table under another name, of another kind, or within the retention is not touched', async () => {
    await ensure(day, partitionDay(daysAgo(5)));
    await detach(day);
    await detach(partitionDay(daysAgo(5)));
    const { name } = runPartition(day);
    await database.pool.query(`ALTER TABLE ${name} RENAME TO archive_of_${name}`);
    await database.pool.query(`CREATE TABLE runs_2020_01_01 (note text)`);
    expect((await prune()).steps).toEqual([]);
    const { rows } = await database.pool.query(
      `SELECT FROM pg_class WHERE relname IN ('archive_of_${name}', 'runs_2020_01_01', '${runPartition(partitionDay(daysAgo(5))).name}')`,
    );
    expect(rows).toHaveLength(3);
  });

  test.each([
    ['detached', detach],
    ['half detached', detachHalf],
  ])('%s: a day that is needed again gets its partition back, with its rows', async (_, remove) => {
    const recent = daysAgo(5);
    const id = await seedRun(await seedUser(database.db), recent);
    await remove(partitionDay(recent));
    await ensure(partitionDay(recent));
    expect(await idsOf()).toEqual([id]);
    expect(await hasPartition(partitionDay(recent))).toBe(true);
  });
});

describe('idempotency keys', () => {
  const take = (userId: string, key: string) =>
    takeIdempotencyKey(database.db, { userId, key, requestHash: Buffer.from('hash'), resourceId: newId() });

  test('are deleted a day after they were taken, in batches; usage and audit stay', async () => {
    const userId = await seedUser(database.db, 'FREE');
    for (let i = 0; i < 25; i++) await take(userId, `old ${i}`);
    await database.db.update(idempotencyKeys).set({ createdAt: daysAgo(1, MINUTE_MS) });
    await take(userId, 'young');
    await database.db
      .update(idempotencyKeys)
      .set({ createdAt: daysAgo(1, -MINUTE_MS) })
      .where(eq(idempotencyKeys.key, 'young'));
    await database.db.insert(usageDays).values({ userId, day: '2020-01-01', executions: 1 });
    const event = {
      id: newId(),
      createdAt: daysAgo(1_000),
      userId,
      action: 'key.create',
      resourceId: 'key_1',
      details: {},
    };
    await database.db.insert(auditEvents).values({ ...event, actor: 'command_line' });
    const { steps } = await prune({ batchRows: 10 });
    expect(steps.map((step) => 'rows' in step && step.rows)).toEqual([10, 10, 5]);
    expect(await database.db.select().from(idempotencyKeys)).toMatchObject([{ key: 'young' }]);
    expect(await database.db.$count(usageDays)).toBe(1);
    expect(await database.db.$count(auditEvents)).toBe(1);
  });

  test('the first request takes a key, the second finds the first one’s row, and after pruning it is free again', async () => {
    const userId = await seedUser(database.db);
    expect(await take(userId, 'a')).toBeNull();
    const [first] = await database.db.select().from(idempotencyKeys);
    expect(await take(userId, 'a')).toEqual(first);
    expect(await take(userId, 'b')).toBeNull();
    await database.db.update(idempotencyKeys).set({ createdAt: daysAgo(2) });
    await prune();
    expect(await take(userId, 'a')).toBeNull();
  });
});
