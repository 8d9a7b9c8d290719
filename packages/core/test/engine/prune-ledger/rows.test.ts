import { describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { seedUser } from '@carillon/testkit/seed';
import { waitFor } from '@carillon/testkit/wait-for';
import { eq } from 'drizzle-orm';
import { plans, users } from '../../../src/db/schema/index.js';
import type { PruneStep } from '../../../src/engine/prune-ledger.js';
import { daysAgo, MINUTE_MS, openLedger } from './support.js';

const ledger = openLedger();

describe('rows past the retention of their user’s plan', () => {
  test('are deleted, those within it stay, to the minute', async () => {
    const kept: string[] = [];
    for (const [plan, days] of [
      ['FREE', 3],
      ['HOBBY', 14],
      ['PRO', 30],
    ] as const) {
      const userId = await seedUser(ledger.database.db, plan);
      await ledger.seedRun(userId, daysAgo(days, MINUTE_MS));
      await ledger.seedRun(userId, daysAgo(days * 2));
      kept.push(await ledger.seedRun(userId, daysAgo(days, -MINUTE_MS)), await ledger.seedRun(userId, daysAgo(1)));
    }
    const unlimited = await seedUser(ledger.database.db);
    for (const days of [89, 60, 4]) kept.push(await ledger.seedRun(unlimited, daysAgo(days)));
    expect(await ledger.prune()).toMatchObject({ kind: 'done', rows: 6 });
    expect((await ledger.idsOf()).sort()).toEqual(kept.sort());
    expect(await ledger.prune()).toMatchObject({ kind: 'done', steps: [] });
  });

  test('a user who changes to a shorter plan keeps less from the next round on, one who changes to a longer plan more', async () => {
    const userId = await seedUser(ledger.database.db, 'PRO');
    for (const days of [1, 5, 20, 40]) await ledger.seedRun(userId, daysAgo(days));
    const changeTo = (plan: string) => ledger.database.db.update(users).set({ plan }).where(eq(users.id, userId));
    expect(await ledger.prune()).toMatchObject({ rows: 1 });
    await changeTo('UNLIMITED');
    expect(await ledger.prune()).toMatchObject({ rows: 0 });
    await changeTo('FREE');
    expect(await ledger.prune()).toMatchObject({ rows: 2 });
    expect(await ledger.idsOf()).toHaveLength(1);
  });

  test('a plan whose figure is changed counts from the next round on', async () => {
    const userId = await seedUser(ledger.database.db, 'FREE');
    await ledger.seedRun(userId, daysAgo(5));
    const keep = (logRetentionDays: number) =>
      ledger.database.db.update(plans).set({ logRetentionDays }).where(eq(plans.name, 'FREE'));
    await keep(7);
    expect(await ledger.prune()).toMatchObject({ rows: 0 });
    await keep(4);
    expect(await ledger.prune()).toMatchObject({ rows: 1 });
  });

  test('a run that has not ended stays, however old', async () => {
    const userId = await seedUser(ledger.database.db, 'FREE');
    await ledger.seedRun(userId, daysAgo(10));
    const queued = await ledger.seedRun(userId, daysAgo(10), { state: 'queued' });
    await ledger.prune();
    expect(await ledger.idsOf()).toEqual([queued]);
  });

  test('a run that was called late is kept as long from its call', async () => {
    const userId = await seedUser(ledger.database.db, 'FREE');
    const late = await ledger.seedRun(userId, daysAgo(10), { startedAt: daysAgo(2) });
    await ledger.seedRun(userId, daysAgo(10), { startedAt: daysAgo(4) });
    await ledger.seedRun(userId, daysAgo(10), { state: 'missed', finishedAt: daysAgo(1) });
    await ledger.prune();
    expect(await ledger.idsOf()).toEqual([late]);
  });

  test('are deleted in batches, with a pause after each', async () => {
    const userIds = await Promise.all([1, 2, 3].map(() => seedUser(ledger.database.db, 'FREE')));
    const old = daysAgo(10);
    for (const userId of userIds)
      for (let i = 0; i < 11; i++) await ledger.seedRun(userId, new Date(old.getTime() + (i % 4)));
    const other = await ledger.seedRun(await seedUser(ledger.database.db), old);
    let pauses = 0;
    const pause = () => Promise.resolve(void (pauses += 1));
    const { steps } = await ledger.prune({ batchRows: 10, pause });
    expect(steps.map((step) => 'rows' in step && step.rows)).toEqual([10, 10, 10, 3]);
    expect(pauses).toBeGreaterThanOrEqual(4);
    expect(await ledger.idsOf()).toEqual([other]);
  });
});

describe('one at a time', () => {
  test('a second process finds the first one busy; together they delete each row once', async () => {
    const userId = await seedUser(ledger.database.db, 'FREE');
    for (let i = 0; i < 30; i++) await ledger.seedRun(userId, daysAgo(10, i));
    const [first, gate] = [createGate(), createGate()];
    const pause = async () => {
      first.open();
      await gate.opened;
    };
    const working = ledger.prune({ batchRows: 10, pause });
    await first.opened;
    expect(await ledger.prune()).toEqual({ kind: 'busy', steps: [], rows: 0 });
    gate.open();
    expect(await working).toMatchObject({ kind: 'done', rows: 30 });
    expect(await ledger.prune()).toMatchObject({ kind: 'done', rows: 0 });
  });

  test('many that start at once delete each row once', async () => {
    const userId = await seedUser(ledger.database.db, 'FREE');
    for (let i = 0; i < 30; i++) await ledger.seedRun(userId, daysAgo(10, i));
    const all = await Promise.all(Array.from({ length: 4 }, () => ledger.prune({ batchRows: 3 })));
    expect(all.reduce((sum, one) => sum + one.rows, 0)).toBe(30);
    expect(await ledger.idsOf()).toEqual([]);
  });

  test('one that dies in the middle frees the place, and the next goes on where it was', async () => {
    const userId = await seedUser(ledger.database.db, 'FREE');
    for (let i = 0; i < 30; i++) await ledger.seedRun(userId, daysAgo(10, i));
    const cutOff = async () => {
      await ledger.database.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'carillon-prune' AND datname = current_database()`,
      );
    };
    const deleted: PruneStep[] = [];
    const dying = ledger.prune({ batchRows: 10, onStep: (step) => deleted.push(step), pause: cutOff });
    await expect(dying).rejects.toThrow();
    const next = await waitFor('the place to be free', async () => {
      const outcome = await ledger.prune();
      return outcome.kind === 'done' && outcome;
    });
    expect(deleted.length * 10 + next.rows).toBe(30);
  });

  test('a signal ends the round after the batch in progress', async () => {
    const userId = await seedUser(ledger.database.db, 'FREE');
    for (let i = 0; i < 30; i++) await ledger.seedRun(userId, daysAgo(10, i));
    const stopping = new AbortController();
    const onStep = () => stopping.abort();
    expect(await ledger.prune({ batchRows: 10, signal: stopping.signal, onStep })).toMatchObject({ kind: 'stopped' });
    expect(await ledger.idsOf()).toHaveLength(20);
    expect(await ledger.prune()).toMatchObject({ kind: 'done', rows: 20 });
  });
});
