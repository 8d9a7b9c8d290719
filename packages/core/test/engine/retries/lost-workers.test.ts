import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { cronJobs } from '../../../src/db/schema/index.js';
import { countedAttempts } from '../../../src/domain/policy/decide-retry.js';
import { finishRuns } from '../../../src/engine/finish-runs.js';
import { ended, only, setUp, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => s.empty());

const loseWorkers = async () => {
  await s.makeDue('running');
  return s.reconcile();
};
const lost = (attempt: number) => ({ attempt, startedAt: null, status: 0, error: { code: 'worker_lost' } });

test('a worker that is lost between two attempts is in the log, and uses up none of them', async () => {
  const first = only(await s.take(1));
  await finishRuns(s.database.pool, [ended(first, 500, 1_000)]);
  await s.makeDue('retrying');
  await s.reconcile();
  await s.takeAll();
  expect(await loseWorkers()).toMatchObject({ requeued: 1, givenUp: 0 });
  const third = only(await s.takeAll());
  expect(third).toMatchObject({ attempt: 3, pastAttempts: [{ attempt: 1, status: 500 }, lost(2)] });
  expect(countedAttempts(third.pastAttempts)).toBe(2);
  await finishRuns(s.database.pool, [ended(third, 500, 1_000)]);
  expect(await s.batches('retrying')).toMatchObject([{ attempt: 4, lostLeases: 1 }]);
});

test('a run that loses its worker too often ends with all attempts in the log', async () => {
  await s.take(1);
  for (let time = 1; time <= 2; time++) {
    expect(await loseWorkers()).toMatchObject({ requeued: 1 });
    await s.takeAll();
  }
  expect(await loseWorkers()).toMatchObject({ requeued: 0, givenUp: 1 });
  expect(await s.ledger()).toMatchObject([
    { state: 'failed', attempt: 3, errorCode: 'worker_lost', attempts: [lost(1), lost(2)] },
  ]);
  expect(await s.batches()).toEqual([]);
});

test('a call that may be made once at most is not repeated, and takes none of its neighbours with it', async () => {
  const runs = await s.take(3);
  const once = runs[1]?.cronJobId ?? '';
  await s.database.pool.query(`UPDATE cron_jobs SET policy = '{"delivery": "atMostOnce"}' WHERE id = $1`, [once]);
  expect(await loseWorkers()).toMatchObject({ requeued: 2, givenUp: 1 });
  const row = (await s.ledger()).find((one) => one.cronJobId === once);
  expect(row).toMatchObject({ state: 'failed', attempt: 1, errorCode: 'worker_lost', attempts: null });
  expect(row?.errorMessage).toContain('whether the target was called is not known');
  expect(row?.startedAt).not.toBeNull();
  const job = (await s.database.db.select().from(cronJobs)).find(({ id }) => id === once);
  expect(job).toMatchObject({ lastStatus: 'failed', consecutiveFailures: 1 });
  expect((await s.takeAll()).map((run) => run.attempt)).toEqual([2, 2]);
  expect(await finishRuns(s.database.pool, [ended(only(runs.slice(1, 2)), 200)])).toEqual({ stale: 1 });
});

test('a herd that loses its worker is still its user’s', async () => {
  await s.take(1);
  await s.database.pool.query(`UPDATE run_batches SET queue = 'herd-runs', user_id = 'user_1'`);
  await loseWorkers();
  expect(await s.batches()).toMatchObject([{ queue: 'herd-runs', userId: 'user_1', attempt: 2, lostLeases: 1 }]);
});
