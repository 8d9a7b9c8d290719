import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { cronJobs } from '../../../src/db/schema/index.js';
import { finishRuns } from '../../../src/engine/finish-runs.js';
import { finished, openLedger } from './support.js';

const ledger = openLedger();

describe('starting runs', () => {
  test('a redelivered batch starts nothing a second time', async () => {
    await ledger.seed(5);
    const { batches } = await ledger.claim();
    const [first, second] = await Promise.all([ledger.startAll(batches), ledger.startAll(batches)]);
    expect([first.length, second.length].sort()).toEqual([0, 5]);
  });

  test('uses the definition as it stands at the start', async () => {
    const { ids } = await ledger.seed(1);
    const { batches } = await ledger.claim();
    await ledger.database.db
      .update(cronJobs)
      .set({ url: 'http://example.com/new', timeoutMs: 777 })
      .where(eq(cronJobs.id, ids[0] ?? ''));
    expect(await ledger.startAll(batches)).toMatchObject([
      { url: 'http://example.com/new', timeoutMs: 777, attempt: 1 },
    ]);
  });

  test('runs of a job disabled or deleted meanwhile are cancelled with the reason', async () => {
    const { ids } = await ledger.seed(2);
    const { batches } = await ledger.claim();
    await ledger.database.db
      .update(cronJobs)
      .set({ enabled: false })
      .where(eq(cronJobs.id, ids[0] ?? ''));
    await ledger.database.db.delete(cronJobs).where(eq(cronJobs.id, ids[1] ?? ''));
    expect(await ledger.startAll(batches)).toEqual([]);
    const rows = await ledger.rows();
    expect(new Map(rows.map((row) => [row.cronJobId, [row.state, row.reason?.code]]))).toEqual(
      new Map([
        [ids[0], ['cancelled', 'cron_job_disabled']],
        [ids[1], ['cancelled', 'cron_job_deleted']],
      ]),
    );
    expect(await ledger.queuedRuns()).toBe(0);
  });
});

describe('finishing runs', () => {
  test('completes the ledger row, drops the hot row, notes the status on the job', async () => {
    const [run] = await ledger.claimAndStart(1);
    if (run === undefined) throw new Error('nothing started');
    expect(await finishRuns(ledger.database.pool, [finished(run)])).toEqual({ stale: 0 });
    const [row] = await ledger.rows();
    expect(row).toMatchObject({
      state: 'succeeded',
      status: 200,
      durationMs: 12,
      responseBody: 'ok',
      responseHeaders: { a: 'b' },
      attempt: 1,
    });
    expect(row?.finishedAt?.getTime()).toBe((row?.startedAt?.getTime() ?? 0) + 12);
    expect(await ledger.queuedRuns()).toBe(0);
    expect(await ledger.database.db.select().from(cronJobs)).toMatchObject([
      { lastStatus: 'succeeded', consecutiveFailures: 0 },
    ]);
  });

  test('failures in a row are counted and a success ends the count', async () => {
    const { ids } = await ledger.seed(1, { schedule: '* * * * *' });
    for (const [status, failures] of [
      [500, 1],
      [500, 2],
      [200, 0],
    ] as const) {
      await ledger.database.db
        .update(cronJobs)
        .set({ nextRunAt: new Date(Date.now() - failures * 10 - status) })
        .where(eq(cronJobs.id, ids[0] ?? ''));
      const { batches } = await ledger.claim();
      const started = await ledger.startAll(batches);
      await finishRuns(
        ledger.database.pool,
        started.map((run) => finished(run, { status })),
      );
      expect(await ledger.database.db.select().from(cronJobs)).toMatchObject([{ consecutiveFailures: failures }]);
    }
  });

  test('a result that comes after the run was given to another worker changes nothing', async () => {
    const [first] = await ledger.claimAndStart(1);
    if (first === undefined) throw new Error('nothing started');
    await ledger.expireLeases();
    expect(await ledger.reconcile()).toMatchObject({ requeued: 1 });
    const [second] = await ledger.startAll(await ledger.currentBatches());
    expect(second?.attempt).toBe(2);
    expect(await finishRuns(ledger.database.pool, [finished(first, { body: 'late' })])).toEqual({ stale: 1 });
    if (second !== undefined) await finishRuns(ledger.database.pool, [finished(second, { body: 'in time' })]);
    expect(await ledger.rows()).toMatchObject([{ responseBody: 'in time', attempt: 2 }]);
  });
});
