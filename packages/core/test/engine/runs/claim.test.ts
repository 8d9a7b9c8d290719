import { describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { cronJobs, plans, runBatches, runs, usageMonths } from '../../../src/db/schema/index.js';
import { openLedger } from './support.js';

const ledger = openLedger();

describe('claiming due cron jobs', () => {
  test('enters each due instant once, queues it, and moves the job on', async () => {
    const { ids } = await ledger.seed(60, { schedule: '0 4 * * *' });
    const claimed = await ledger.claim();
    expect(claimed).toMatchObject({ cronJobs: 60, queued: 60, skipped: 0, missed: 0 });
    expect(claimed.batches.map((batch) => batch.runIds.length)).toEqual([25, 25, 10]);
    expect(await ledger.database.db.$count(runs)).toBe(60);
    expect(await ledger.queuedRuns()).toBe(60);
    expect(await ledger.database.db.$count(runBatches)).toBe(3);
    const [job] = await ledger.database.db
      .select()
      .from(cronJobs)
      .where(eq(cronJobs.id, ids[0] ?? ''));
    expect(job?.runCount).toBe(1);
    expect(job?.nextRunAt?.toISOString()).toMatch(/T04:00:00\.000Z$/);
    expect(job?.nextRunAt?.getTime()).toBeGreaterThan(Date.now());
    expect(await ledger.claim()).toMatchObject({ cronJobs: 0, queued: 0 });
  });

  test('eight claimers at once share the due jobs without doubling one', async () => {
    await ledger.seed(400);
    const claims = await Promise.all(Array.from({ length: 8 }, () => ledger.claim(100)));
    const ids = claims.flatMap((one) => one.batches.flatMap((batch) => batch.runIds));
    const rest = await ledger.claim();
    expect(new Set([...ids, ...rest.batches.flatMap((batch) => batch.runIds)]).size).toBe(400);
    expect(await ledger.database.db.$count(runs)).toBe(400);
  });

  test('a due instant that is in the ledger already is not queued again, and holds back nobody in its claim', async () => {
    const nextRunAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 1_000);
    const { ids } = await ledger.seed(1, { nextRunAt });
    await ledger.claim();
    await ledger.database.db
      .update(cronJobs)
      .set({ nextRunAt })
      .where(eq(cronJobs.id, ids[0] ?? ''));
    await ledger.seed(2, { nextRunAt });
    expect(await ledger.claim()).toMatchObject({ cronJobs: 3 });
    expect(await ledger.database.db.$count(runs)).toBe(3);
    expect(await ledger.queuedRuns()).toBe(3);
    expect(await ledger.claim()).toMatchObject({ cronJobs: 0 });
  });

  test('a job whose schedule cannot be read is told of, and stops nobody else', async () => {
    const { ids } = await ledger.seed(1, { timezone: 'Mars/Olympus', nextRunAt: new Date(Date.now() - 5_000) });
    await ledger.seed(2);
    expect(await ledger.claim()).toMatchObject({ cronJobs: 3, queued: 2 });
    expect(ledger.unreadable).toEqual(ids);
    expect(await ledger.claim()).toMatchObject({ cronJobs: 0 });
  });

  test('disabled jobs and jobs not yet due stay untouched', async () => {
    await ledger.seed(1, { enabled: false });
    await ledger.seed(1, { nextRunAt: new Date(Date.now() + 60_000) });
    expect(await ledger.claim()).toMatchObject({ cronJobs: 0 });
  });

  test('after three hours down the latest instant runs and the others are missed rows that say why', async () => {
    await ledger.seed(1, {
      schedule: '*/30 * * * *',
      nextRunAt: new Date((Math.floor(Date.now() / 1_800_000) - 6) * 1_800_000),
    });
    expect(await ledger.claim()).toMatchObject({ cronJobs: 1, queued: 1, missed: 6 });
    const rows = await ledger.rows();
    expect(rows.map((row) => row.state)).toEqual([...Array<string>(6).fill('missed'), 'queued']);
    expect(rows[0]).toMatchObject({ reason: { code: 'service_was_down' }, type: 'AUTO' });
    expect(rows[0]?.finishedAt).not.toBeNull();
  });

  test('a claim makes the ledger partition it needs, however long ago the instant was', async () => {
    const lastYear = new Date(Date.now() - 365 * 86_400_000);
    await ledger.seed(1, { schedule: '0 0 1 * *', nextRunAt: lastYear });
    await ledger.claim();
    const rows = await ledger.rows();
    expect(rows[0]?.scheduledFor).toEqual(lastYear);
    expect(rows.at(-1)?.state).toBe('queued');
  });
});

describe('the monthly limit', () => {
  test('1,000 due with 137 left: 137 queued, 863 skipped with the reason, the counter at the limit', async () => {
    await ledger.database.db.update(plans).set({ monthlyRuns: 500 }).where(eq(plans.name, 'FREE'));
    const { userId } = await ledger.seed(1_000, {}, 'FREE');
    await ledger.database.db
      .insert(usageMonths)
      .values({ userId, month: sql`date_trunc('month', now() AT TIME ZONE 'UTC')::date`, executions: 363 });
    const claims = await Promise.all(Array.from({ length: 4 }, () => ledger.claim(250)));
    expect(claims.reduce((sum, one) => sum + one.queued, 0)).toBe(137);
    expect(await ledger.queuedRuns()).toBe(137);
    const skipped = (await ledger.rows()).filter((row) => row.state === 'skipped');
    expect(skipped).toHaveLength(863);
    expect(skipped.every((row) => row.reason?.code === 'monthly_runs' && row.reason.current === 500)).toBe(true);
    expect(await ledger.database.db.select().from(usageMonths)).toMatchObject([{ executions: 500 }]);
  });

  test("one user's limit does not touch another's runs", async () => {
    const limited = await ledger.seed(3, {}, 'FREE');
    const { userId } = await ledger.seed(3);
    await ledger.database.db.insert(usageMonths).values({
      userId: limited.userId,
      month: sql`date_trunc('month', now() AT TIME ZONE 'UTC')::date`,
      executions: 500,
    });
    expect(await ledger.claim()).toMatchObject({ queued: 3, skipped: 3 });
    expect((await ledger.rows()).filter((row) => row.state === 'queued').every((row) => row.userId === userId)).toBe(
      true,
    );
  });
});
