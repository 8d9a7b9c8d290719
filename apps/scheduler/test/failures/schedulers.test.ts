import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { waitFor } from '@carillon/testkit/wait-for';
import { openStage, preload, type Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const SECOND_MS = 1_000;
const EVERY_SECOND = '* * * * * *';
const nextSecond = () => new Date(Math.ceil(Date.now() / SECOND_MS) * SECOND_MS);
/** The instants of each job, as seconds after the first. */
const instantsByJob = (rows: readonly { cronJobId: string; scheduledFor: Date }[], first: Date) => {
  const instants = new Map<string, number[]>();
  for (const { cronJobId, scheduledFor } of rows) {
    const known = instants.get(cronJobId) ?? [];
    instants.set(cronJobId, [...known, (scheduledFor.getTime() - first.getTime()) / SECOND_MS]);
  }
  return [...instants.values()].map((seconds) => seconds.sort((a, b) => a - b));
};
const upTo = (last: number) => Array.from({ length: last + 1 }, (_, i) => i);

test('five schedulers share 200 jobs that are due every second: a row for each instant, none has most of the work', async () => {
  const jobs = 200;
  // Small claims: what there is at an instant is enough for all of them.
  const schedulers = await Promise.all(upTo(4).map(() => stage.start('scheduler', { CLAIM_BATCH: '10' })));
  const first = nextSecond();
  await stage.seed(jobs, { schedule: EVERY_SECOND, nextRunAt: first });
  const ledger = async () => (await stage.database.pool.query('SELECT FROM runs')).rowCount ?? 0;
  await waitFor('four instants', async () => (await ledger()) >= 4 * jobs, { timeoutMs: 30_000 });
  await stage.database.pool.query('UPDATE cron_jobs SET enabled = false');
  const entered = await Promise.all(
    schedulers.map((one) => stage.metric(one, 'carillon_runs_entered_total{fate="queued"')),
  );
  const rows = await stage.database.pool.query<{ cronJobId: string; scheduledFor: Date }>(
    'SELECT cron_job_id AS "cronJobId", scheduled_for AS "scheduledFor" FROM runs',
  );
  for (const instants of instantsByJob(rows.rows, first)) expect(instants).toEqual(upTo(instants.length - 1));
  const sum = entered.reduce((total, one) => total + one, 0);
  expect(sum).toBe(rows.rows.length);
  expect(Math.max(...entered) / sum).toBeLessThanOrEqual(0.6);
}, 90_000);

test('hosts whose clocks are a minute wrong call nothing early, nothing twice, and take nobody’s work away', async () => {
  const jobs = 20;
  const [ahead, behind] = [60 * SECOND_MS, -60 * SECOND_MS].map((ms) =>
    preload('shift-clock', { CLOCK_SHIFT_MS: String(ms) }),
  );
  for (const clock of [ahead, behind]) {
    await stage.start('scheduler', clock);
    await stage.start('worker', clock);
  }
  // Longer than the queue's own locks seem to hold on the clock that is ahead.
  stage.answer(({ path }) => ({ delayMs: path === '/slow' ? 7 * SECOND_MS : 0 }));
  await stage.seed(4, { url: `${stage.sink.url}/slow` });
  const first = nextSecond();
  await stage.seed(jobs, { schedule: EVERY_SECOND, nextRunAt: first });
  await stage.sink.received(jobs * 5 + 4, 60_000);
  await stage.database.pool.query('UPDATE cron_jobs SET enabled = false');
  const rows = await stage.allFinal(jobs * 5 + 4, 30_000);
  expect(rows.every((row) => row.attempt === 1 || row.state === 'cancelled')).toBe(true);
  expect(rows.filter((row) => row.state === 'missed')).toEqual([]);
  expect([...stage.sink.countBy('idempotency-key').values()].every((count) => count === 1)).toBe(true);
  for (const { headers, arrivedAt } of stage.sink.requests)
    expect(arrivedAt).toBeGreaterThanOrEqual(Date.parse(String(headers['carillon-scheduled-for'])));
  const late = rows.map((row) => (row.startedAt?.getTime() ?? 0) - row.scheduledFor.getTime());
  // Far less than a minute: no instant was reckoned by one of the wrong clocks.
  expect(Math.max(...late)).toBeLessThan(20 * SECOND_MS);
}, 120_000);
