import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { auditEvents, cronJobs, plans, runs, usageMonths } from '../../../src/db/schema/index.js';
import type { PolicyChoices } from '../../../src/domain/policy/run-policy.js';
import { backfillRuns, type Backfill, type BackfillRequest } from '../../../src/engine/backfill-runs.js';
import { createRunPartitions } from '../../../src/engine/ensure-run-partitions.js';
import { TARGET } from '../cron-targets/support.js';
import { setUp, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => s.clear());

const MINUTE = 60_000;
const minute = (ago: number) => new Date(Math.floor(Date.now() / MINUTE) * MINUTE - ago * MINUTE);
/** Every minute; the next is a long way off, so that only the past is dealt with. */
const everyMinute = (policy: PolicyChoices | null = null) =>
  s.exclusive(policy ?? {}, { schedule: '* * * * *', nextRunAt: new Date(Date.now() + 3_600_000) });
const ask = (cronJobId: string, fields: Partial<BackfillRequest> = {}) => {
  const { db } = s.database;
  const deps = { db, partitions: createRunPartitions(db), publisher: s.publisher, quotaTimezone: 'UTC', node: 'srv1' };
  const span = { from: minute(10), to: minute(5), include: ['absent', 'missed'] as const, dryRun: false };
  const whose = { userId: s.userId, cronJobId, actor: { kind: 'command_line' } as const };
  return backfillRuns({ ...deps, onPublishError: () => undefined }, { ...whose, ...span, ...fields });
};
const backfill = async (cronJobId: string, fields: Partial<BackfillRequest> = {}): Promise<Backfill> => {
  const outcome = await ask(cronJobId, fields);
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  return outcome;
};
/** A row of the ledger as pruning, an outage or a failure has left it. */
const enter = async (cronJobId: string, ago: number, state: 'missed' | 'skipped' | 'failed' | 'succeeded') => {
  const { items } = await backfill(cronJobId, { from: minute(ago), to: minute(ago - 1) });
  const [runId = ''] = items.map((item) => item.runId ?? '');
  await s.database.db.update(runs).set({ state, finishedAt: new Date() }).where(eq(runs.id, runId));
  return runId;
};

describe('a backfill', () => {
  test('gives absent instants a row of their own and repeats what is in the ledger, once', async () => {
    const job = await everyMinute();
    const missed = await enter(job, 10, 'missed');
    await enter(job, 9, 'succeeded');
    await enter(job, 8, 'failed');
    const first = await backfill(job);
    expect(first.items.map(({ at, fate, replayOf }) => [at, fate, replayOf])).toEqual([
      [minute(10), 'missed', missed],
      [minute(7), 'absent', null],
      [minute(6), 'absent', null],
    ]);
    expect(first).toMatchObject({ repeatedBefore: 0, left: { turns: 0, quota: 0 } });
    const [repeat, absent] = await Promise.all(first.items.slice(0, 2).map((item) => s.run(item.runId ?? '')));
    expect(repeat).toMatchObject({ type: 'MANUAL', replayOf: missed, state: 'queued', cronJobId: job });
    expect(absent).toMatchObject({ type: 'AUTO', replayOf: null, state: 'queued', scheduledFor: minute(7) });
    expect(repeat?.scheduledFor.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await backfill(job)).toMatchObject({ items: [], repeatedBefore: 1 });
    // 3 by which the ledger was made, and 3 now.
    expect((await s.cronJob(job)).runCount).toBe(6);
    expect((await s.database.db.select().from(usageMonths))[0]?.executions).toBe(6);
    const started = await s.mustStart(repeat ?? { id: '', batchId: null });
    expect(started).toMatchObject({ replayOf: missed, queue: 'runs' });
    const [event] = await s.database.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.resourceId, job), eq(auditEvents.action, 'cron_job.backfilled')))
      .orderBy(auditEvents.id)
      .offset(3);
    expect(event?.details).toMatchObject({ absent: 2, missed: 1, failed: 0 });
  });

  test('eight at once make nothing twice', async () => {
    const job = await everyMinute();
    await enter(job, 10, 'missed');
    const all = await Promise.all(Array.from({ length: 8 }, () => backfill(job)));
    expect(all.flatMap((one) => one.items)).toHaveLength(5);
    expect(await s.database.db.$count(runs, eq(runs.cronJobId, job))).toBe(6);
  });

  test('tells in a dry run what it would do, and does nothing', async () => {
    const job = await everyMinute();
    await enter(job, 10, 'skipped');
    const include = ['absent', 'skipped'] as const;
    const dry = await backfill(job, { include, dryRun: true });
    expect(dry.items).toHaveLength(5);
    expect(dry.items.every((item) => item.runId === null)).toBe(true);
    expect(await s.database.db.$count(runs)).toBe(1);
    expect((await backfill(job, { include })).items.map(({ at, fate }) => [at, fate])).toEqual(
      dry.items.map(({ at, fate }) => [at, fate]),
    );
  });

  test('leaves what is not due or about to be claimed to the schedule', async () => {
    const job = await everyMinute();
    await s.change(job, { nextRunAt: minute(3) });
    const { items } = await backfill(job, { from: minute(5), to: minute(-10) });
    expect(items.map((item) => item.at)).toEqual([minute(5), minute(4)]);
  });

  test('keeps to the month, and goes on when there is room again', async () => {
    const job = await everyMinute();
    const limit = (monthlyRuns: number | null) =>
      s.database.db.update(plans).set({ monthlyRuns }).where(eq(plans.name, 'UNLIMITED'));
    await limit(2);
    expect(await backfill(job)).toMatchObject({ items: [{ at: minute(10) }, { at: minute(9) }], left: { quota: 3 } });
    expect(await s.database.db.$count(runs)).toBe(2);
    await limit(null);
    expect((await backfill(job)).items.map((item) => item.at)).toEqual([minute(8), minute(7), minute(6)]);
  });

  test('goes one after the other where the policy does not let two go on', async () => {
    const job = await everyMinute({ overlap: 'skip' });
    const { items } = await backfill(job);
    const ids = items.map((item) => item.runId);
    expect(await s.turns(job)).toEqual({ holder: ids[0], waiting: ids.slice(1) });
    expect((await s.fire(job)).state).toBe('skipped');
    for (const id of ids) {
      await s.finish(await s.mustStart(await s.run(id ?? '')));
      await s.admit();
    }
    expect(await s.turns(job)).toEqual({ holder: null, waiting: [] });
  });

  test('enters at most as many as may wait', async () => {
    const job = await everyMinute({ overlap: 'queue' });
    const { items, left } = await backfill(job, { from: minute(150), to: minute(30) });
    expect([items.length, left.turns]).toEqual([101, 19]);
  });

  test('makes worker jobs where the cron job does, which name what they repeat', async () => {
    const job = await everyMinute();
    const failed = await enter(job, 10, 'failed');
    await s.change(job, { target: TARGET, url: null, method: null, body: null });
    await backfill(job, { include: ['failed'] });
    const [made, ...more] = await s.jobs();
    expect(more).toEqual([]);
    expect(made?.customHeaders).toMatchObject({ 'Carillon-Replay-Of': `log_${failed.replaceAll('-', '')}` });
  });

  test('makes the partitions it needs', async () => {
    const job = await s.exclusive({}, { schedule: '0 0 * * *', nextRunAt: new Date(Date.now() + 3_600_000) });
    const from = new Date(Date.now() - 20 * 86_400_000);
    expect((await backfill(job, { from, to: new Date() })).items.length).toBeGreaterThanOrEqual(19);
  });

  test('is refused where it cannot be', async () => {
    const job = await everyMinute();
    expect(await ask(job, { from: minute(2_000), to: minute(0) })).toEqual({ kind: 'too_many' });
    expect(await ask(job, { from: new Date(Date.now() - 400 * 86_400_000) })).toEqual({
      kind: 'past_retention',
      days: 90,
    });
    expect(await ask(job, { userId: 'user_other' })).toEqual({ kind: 'not_found' });
    await s.database.db.update(cronJobs).set({ enabled: false }).where(eq(cronJobs.id, job));
    expect(await ask(job)).toEqual({ kind: 'disabled' });
  });
});
