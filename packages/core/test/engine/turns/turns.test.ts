import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { countWaitingRuns, removeStrayTurns } from '../../../src/db/queries/run-turns.js';
import { dropRunPartition } from '../../../src/db/queries/run-partitions.js';
import { cronJobs, plans, runs, usageMonths } from '../../../src/db/schema/index.js';
import { MAX_WAITING } from '../../../src/domain/policy/decide-overlap.js';
import { partitionDay } from '../../../src/domain/run/partition.js';
import { reconcileRunBatches } from '../../../src/engine/reconcile-run-batches.js';
import { TARGET } from '../cron-targets/support.js';
import { setUp, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => s.clear());

const executions = async () => (await s.database.db.select().from(usageMonths))[0]?.executions;

describe('overlap: skip', () => {
  test('while a run goes on the next is skipped, which names it and books nothing; afterwards it runs again', async () => {
    const job = await s.exclusive({ overlap: 'skip' });
    const first = await s.fire(job);
    const started = await s.mustStart(first);
    const second = await s.fire(job);
    expect(second).toMatchObject({ state: 'skipped', reason: { code: 'overlap', runId: first.id }, batchId: null });
    expect(await executions()).toBe(1);
    expect((await s.cronJob(job)).runCount).toBe(1);
    await s.finish(started);
    expect(await s.turns(job)).toEqual({ holder: null, waiting: [] });
    const third = await s.fire(job);
    expect(third).toMatchObject({ state: 'queued', exclusive: true });
    expect((await s.turns(job)).holder).toBe(third.id);
  });

  test('holds for manual runs, both ways', async () => {
    const job = await s.exclusive({ overlap: 'skip' });
    const first = await s.execute(job);
    if (first.kind !== 'queued') throw new Error(first.kind);
    const reason = { code: 'overlap', runId: first.runId };
    expect(await s.execute(job)).toMatchObject({ kind: 'skipped', reason });
    expect(await s.fire(job)).toMatchObject({ state: 'skipped', reason });
    await s.finish(await s.mustStart(await s.run(first.runId)));
    expect(await s.execute(job)).toMatchObject({ kind: 'queued' });
  });

  test('a killed worker’s run keeps its turn through the rescue', async () => {
    const job = await s.exclusive({ overlap: 'skip' });
    const first = await s.fire(job);
    await s.mustStart(first);
    await s.database.pool.query(`UPDATE run_batches SET attention_at = clock_timestamp() - interval '1 s'`);
    const { requeued } = await reconcileRunBatches(s.database, s.publisher, { limit: 100, rescueLost: true });
    expect(requeued).toBe(1);
    expect((await s.turns(job)).holder).toBe(first.id);
    expect((await s.fire(job)).state).toBe('skipped');
    const again = await s.mustStart(await s.run(first.id));
    expect(again.attempt).toBe(2);
    await s.finish(again);
    expect((await s.fire(job)).state).toBe('queued');
  });

  test('due instants of one claim: the first runs', async () => {
    const nextRunAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 5_000);
    await s.exclusive({ overlap: 'skip' }, { schedule: '* * * * * *', nextRunAt });
    const { queued, skipped } = await s.claim();
    expect(queued).toBe(1);
    expect(skipped).toBeGreaterThanOrEqual(5);
  });
});

describe('overlap: queue', () => {
  test('runs go one after the other, in the order they were due', async () => {
    const job = await s.exclusive({ overlap: 'queue' });
    const rows = [await s.fire(job), await s.fire(job), await s.fire(job)];
    expect(await s.turns(job)).toEqual({ holder: rows[0]?.id, waiting: [rows[1]?.id, rows[2]?.id] });
    expect(rows.map((row) => row.batchId === null)).toEqual([false, true, true]);
    expect(await countWaitingRuns(s.database.pool)).toBe(2);
    expect((await s.admit()).admitted).toBe(0);
    for (const [i, row] of rows.entries()) {
      await s.finish(await s.mustStart(await s.run(row.id)));
      const { admitted, batches } = await s.admit();
      const next = rows[i + 1];
      expect(admitted).toBe(next === undefined ? 0 : 1);
      if (next !== undefined) expect(batches).toEqual([expect.objectContaining({ queue: 'runs', runIds: [next.id] })]);
    }
    expect((await s.ledger()).map((row) => row.state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  test('at most 100 wait; the next is skipped and says so', async () => {
    const nextRunAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 110_000);
    const job = await s.exclusive({ overlap: 'queue', missed: 'runAll' }, { schedule: '* * * * * *', nextRunAt });
    for (let at = 0; at < 3; at++) await s.claim();
    expect((await s.turns(job)).waiting).toHaveLength(MAX_WAITING);
    const rows = await s.ledger();
    expect(rows.filter((row) => row.state === 'queued')).toHaveLength(MAX_WAITING + 1);
    expect(rows.at(-1)).toMatchObject({
      state: 'skipped',
      reason: { code: 'overlap_queue_full', waiting: MAX_WAITING },
    });
  });

  test('a manual run waits for its turn and then goes by its own queue', async () => {
    const job = await s.exclusive({ overlap: 'queue' });
    const first = await s.mustStart(await s.fire(job));
    const second = await s.execute(job);
    if (second.kind !== 'queued') throw new Error(second.kind);
    expect((await s.turns(job)).waiting).toEqual([second.runId]);
    await s.finish(first);
    expect((await s.admit()).batches).toEqual([
      expect.objectContaining({ queue: 'manual-runs', runIds: [second.runId] }),
    ]);
  });

  test('who waits is cancelled when the cron job is deleted or, unless asked for by hand, disabled', async () => {
    const [disabled, deleted] = [await s.exclusive({ overlap: 'queue' }), await s.exclusive({ overlap: 'queue' })];
    for (const job of [disabled, deleted]) {
      const started = await s.mustStart(await s.fire(job));
      await s.fire(job);
      await s.execute(job);
      await s.finish(started);
    }
    await s.change(disabled, { enabled: false });
    await s.database.db.delete(cronJobs).where(eq(cronJobs.id, deleted));
    expect(await s.admit()).toMatchObject({ cancelled: 3, admitted: 0 });
    expect(await s.admit()).toMatchObject({ cancelled: 0, admitted: 1 });
    expect(await s.turns(deleted)).toEqual({ holder: null, waiting: [] });
    const reasons = (await s.ledger()).map((row) => row.reason?.code).filter((code) => code !== undefined);
    expect(reasons.sort()).toEqual(['cron_job_deleted', 'cron_job_deleted', 'cron_job_disabled']);
  });

  test('who waits goes where the cron job goes by then', async () => {
    const job = await s.exclusive({ overlap: 'queue' });
    const started = await s.mustStart(await s.fire(job));
    const waits = await s.fire(job);
    await s.change(job, { target: TARGET, url: null, method: null, body: null });
    await s.finish(started);
    expect(await s.admit()).toMatchObject({ admitted: 1, batches: [] });
    expect(await s.jobs()).toEqual([expect.objectContaining({ runId: waits.id, state: 'CREATED' })]);
    expect(await s.run(waits.id)).toMatchObject({ url: 'worker-job:email', exclusive: true });
    const { key } = await s.activateOne();
    await s.complete(key);
    expect(await s.turns(job)).toEqual({ holder: null, waiting: [] });
  });

  test('changed to allow while a run goes on: nobody waits any more, and nothing breaks', async () => {
    const job = await s.exclusive({ overlap: 'queue' });
    const started = await s.mustStart(await s.fire(job));
    const waits = await s.fire(job);
    await s.change(job, { policy: null });
    const beside = await s.fire(job);
    expect(beside).toMatchObject({ state: 'queued', exclusive: false });
    expect((await s.admit()).admitted).toBe(1);
    await s.finish(await s.mustStart(await s.run(waits.id)));
    expect((await s.turns(job)).holder).toBe(started.runId);
    await s.finish(started);
    expect(await s.turns(job)).toEqual({ holder: null, waiting: [] });
  });
});

describe('overlap: cancelPrevious', () => {
  test('takes the place of a run in flight, whose outcome is stale from then on', async () => {
    const job = await s.exclusive({ overlap: 'cancelPrevious' });
    const first = await s.fire(job);
    const started = await s.mustStart(first);
    const second = await s.fire(job);
    expect(second).toMatchObject({ state: 'queued' });
    expect(await s.turns(job)).toEqual({ holder: second.id, waiting: [] });
    expect(await s.run(first.id)).toMatchObject({
      state: 'cancelled',
      reason: { code: 'superseded', runId: second.id },
      attempt: 1,
      startedAt: new Date(started.startedAt),
    });
    expect(await s.finish(started)).toEqual({ stale: 1 });
    expect((await s.turns(job)).holder).toBe(second.id);
  });

  test('a manual run does so too; what was superseded before its start does not start', async () => {
    const job = await s.exclusive({ overlap: 'cancelPrevious' });
    const first = await s.fire(job);
    const second = await s.execute(job);
    expect(second.kind).toBe('queued');
    expect(await s.run(first.id)).toMatchObject({ state: 'cancelled', attempt: 0, startedAt: null });
    expect(await s.start(first)).toBeNull();
  });

  test('a run that its quota refuses takes nobody’s place', async () => {
    const job = await s.exclusive({ overlap: 'cancelPrevious' });
    const first = await s.fire(job);
    const [plan] = await s.database.db.select().from(plans).where(eq(plans.name, 'UNLIMITED'));
    await s.database.db.update(plans).set({ monthlyRuns: 1 }).where(eq(plans.name, 'UNLIMITED'));
    expect(await s.fire(job)).toMatchObject({ state: 'skipped', reason: { code: 'monthly_runs' } });
    expect(await s.execute(job)).toMatchObject({ kind: 'skipped', reason: { code: 'monthly_runs' } });
    await s.database.db
      .update(plans)
      .set({ monthlyRuns: plan?.monthlyRuns ?? null })
      .where(eq(plans.name, 'UNLIMITED'));
    expect(await s.turns(job)).toEqual({ holder: first.id, waiting: [] });
    expect((await s.run(first.id)).state).toBe('queued');
  });

  test('a worker job that no worker has goes with its run; one in a worker’s hands is waited for', async () => {
    const call = { url: null, method: null, body: null };
    const job = await s.exclusive({ overlap: 'cancelPrevious' }, { target: TARGET, ...call });
    const first = await s.fire(job);
    const second = await s.fire(job);
    expect(await s.run(first.id)).toMatchObject({
      state: 'cancelled',
      reason: { code: 'superseded', runId: second.id },
    });
    expect((await s.jobs()).map((row) => [row.runId, row.state])).toEqual([
      [first.id, 'CANCELLED'],
      [second.id, 'CREATED'],
    ]);
    const { key } = await s.activateOne();
    const third = await s.fire(job);
    expect(await s.turns(job)).toEqual({ holder: second.id, waiting: [third.id] });
    const fourth = await s.fire(job);
    expect(await s.turns(job)).toEqual({ holder: second.id, waiting: [fourth.id] });
    await s.complete(key);
    expect(await s.admit()).toMatchObject({ admitted: 1 });
    expect((await s.turns(job)).holder).toBe(fourth.id);
  });
});

describe('turns', () => {
  test('of cron jobs whose runs may overlap are not asked for', async () => {
    await s.seed(3);
    await s.claim();
    expect((await s.database.db.select().from(runs)).every((run) => !run.exclusive)).toBe(true);
    expect((await s.database.pool.query('SELECT FROM run_turns')).rowCount).toBe(0);
  });

  test('that wait keep their partition; one whose run has gone is removed', async () => {
    const job = await s.exclusive({ overlap: 'queue' });
    const started = await s.mustStart(await s.fire(job));
    const waits = await s.fire(job);
    await s.finish(started);
    await s.database.pool.query('DELETE FROM run_batches');
    const day = partitionDay(waits.scheduledFor);
    expect(await dropRunPartition(s.database.db, day)).toBe('needed');
    expect(await removeStrayTurns(s.database.db)).toBe(0);
    await s.database.pool.query(
      `SET session_replication_role = replica; DELETE FROM runs WHERE id = '${waits.id}'; RESET session_replication_role`,
    );
    expect(await removeStrayTurns(s.database.db)).toBe(1);
    expect((await s.fire(job)).state).toBe('queued');
  });
});
