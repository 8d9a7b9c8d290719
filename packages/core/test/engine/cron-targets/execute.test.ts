import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { emptyTables } from '@carillon/testkit/empty-tables';
import { isRunFinal } from '../../../src/db/queries/manual-runs.js';
import { createRunWaiter } from '../../../src/engine/await-run.js';
import { setUp, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => emptyTables(s.database.pool, 'run_batches', 'runs', 'worker_jobs', 'usage_months', 'cron_jobs'));

describe('a manual run of a cron job that makes worker jobs', () => {
  test('makes the worker job at once, also of one that is disabled, and wakes who waits for its end', async () => {
    const [cronJobId = ''] = await s.seed(1, { enabled: false });
    const outcome = await s.execute(cronJobId);
    if (outcome.kind !== 'queued') throw new Error(outcome.kind);
    const job = await s.activateOne();
    expect(await s.rowOf(job.key)).toMatchObject({ runId: outcome.runId });
    const waiter = createRunWaiter({
      databaseUrl: s.url,
      // Answers no for ever: only the notification can end the wait.
      isFinal: () => Promise.resolve(false),
      onError: () => undefined,
    });
    const ended = waiter.wait(outcome.runId, 10_000);
    await s.listening('carillon_run_ended');
    await s.complete(job.key);
    expect(await ended).toBe(true);
    expect(await isRunFinal(s.database.db, outcome.runId)).toBe(true);
    expect((await s.onlyRun()).stored).toMatchObject({ type: 'MANUAL', state: 'succeeded', url: 'worker-job:email' });
    await waiter.close();
  });

  test('beyond the month makes none', async () => {
    const [cronJobId = ''] = await s.seed(1);
    await s.database.pool.query(`UPDATE users SET plan = 'FREE' WHERE id = $1`, [s.userId]);
    await s.database.pool.query(`UPDATE plans SET monthly_runs = 0 WHERE name = 'FREE'`);
    expect(await s.execute(cronJobId)).toMatchObject({
      kind: 'skipped',
      reason: { code: 'monthly_runs', limit: 0, current: 0 },
    });
    expect(await s.jobs()).toEqual([]);
  });
});
