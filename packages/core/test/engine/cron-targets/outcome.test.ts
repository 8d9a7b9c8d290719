import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { emptyTables } from '@carillon/testkit/empty-tables';
import { seeded, testSeed } from '@carillon/testkit/random';
import { cancelWorkerJob } from '../../../src/engine/cancel-worker-job.js';
import { listRuns } from '../../../src/engine/list-runs.js';
import { resolveIncident } from '../../../src/engine/resolve-incident.js';
import { tendWorkerJobs } from '../../../src/engine/tend-worker-jobs.js';
import { throwWorkerJobError } from '../../../src/engine/throw-worker-job-error.js';
import { completeWorkerJobs } from '../../../src/engine/complete-worker-jobs.js';
import { pack } from '../worker-jobs/support.js';
import { setUp, TARGET, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => emptyTables(s.database.pool, 'run_batches', 'runs', 'worker_jobs', 'usage_months', 'cron_jobs'));

const throwError = (key: string) =>
  throwWorkerJobError(s.database.pool, {
    ...s.access,
    key,
    activationId: null,
    errorCode: 'NO_FUNDS',
    message: 'Empty',
    variables: pack({ balance: 0 }),
  });
const cancel = (key: string) => cancelWorkerJob(s.database.pool, { ...s.access, key, reason: 'no need' });

describe('a run that a worker job carries out', () => {
  test('is queued while its job waits, and running while a worker has it', async () => {
    await s.seed(1);
    await s.claim();
    expect((await s.onlyRun()).shown).toMatchObject({ state: 'queued', attempt: 0, startedAt: null });
    const job = await s.activateOne();
    expect((await s.onlyRun()).shown).toMatchObject({
      state: 'running',
      attempt: 1,
      startedAt: new Date(job.activatedAt),
    });
    const listed = async (state: 'running' | 'queued') =>
      (await listRuns(s.database.db, { userId: s.userId, limit: 10, state })).items.length;
    expect([await listed('running'), await listed('queued')]).toEqual([1, 0]);
    await s.fail(job.key, { backoffMs: 60_000 });
    expect((await s.onlyRun()).shown).toMatchObject({ state: 'queued', attempt: 1 });
    expect([await listed('running'), await listed('queued')]).toEqual([0, 1]);
  });

  test('succeeds when the job is completed', async () => {
    const { cronJobId, job } = await s.oneActive({ consecutiveFailures: 2, lastStatus: 'failed' });
    await s.complete(job.key, null, { sent: true });
    const { stored } = await s.onlyRun();
    const { finishedAt } = await s.rowOf(job.key);
    expect(stored).toMatchObject({
      state: 'succeeded',
      attempt: 1,
      status: 0,
      startedAt: new Date(job.activatedAt),
      finishedAt,
      durationMs: (finishedAt?.getTime() ?? 0) - job.activatedAt,
      responseBody: '{"sent":true}',
      truncated: false,
      errorCode: null,
      reason: null,
    });
    expect(await s.cronJob(cronJobId)).toMatchObject({ lastStatus: 'succeeded', consecutiveFailures: 0 });
  });

  test('counts every attempt, and starts with the first', async () => {
    const { job: first } = await s.oneActive();
    await s.fail(first.key, { backoffMs: 0 });
    await s.activateOne();
    await s.letPass(first.key);
    await tendWorkerJobs(s.database.pool);
    await s.activateOne();
    await s.complete(first.key);
    const { stored } = await s.onlyRun();
    expect(stored).toMatchObject({ state: 'succeeded', attempt: 3, startedAt: new Date(first.activatedAt) });
  });

  test('counts an attempt once whose report comes after its lease', async () => {
    const { job } = await s.oneActive();
    await s.letPass(job.key);
    await tendWorkerJobs(s.database.pool);
    expect(await s.complete(job.key)).toMatchObject({ kind: 'completed' });
    expect((await s.onlyRun()).stored).toMatchObject({ state: 'succeeded', attempt: 1 });
  });

  test('fails when no retry is left', async () => {
    const { cronJobId, job } = await s.oneActive();
    await s.fail(job.key, { retries: 0, message: 'Mailbox full' });
    expect((await s.onlyRun()).stored).toMatchObject({
      state: 'failed',
      attempt: 1,
      errorCode: 'worker_job_failed',
      errorMessage: 'Mailbox full',
      responseBody: null,
    });
    expect(await s.cronJob(cronJobId)).toMatchObject({ lastStatus: 'failed', consecutiveFailures: 1 });
  });

  test('fails with the code of a thrown error', async () => {
    const { job } = await s.oneActive();
    await throwError(job.key);
    expect((await s.onlyRun()).stored).toMatchObject({
      state: 'failed',
      errorCode: 'NO_FUNDS',
      errorMessage: 'Empty',
      responseBody: '{"balance":0}',
    });
  });

  test('fails when the lease has run out ten times', async () => {
    const { job } = await s.oneActive();
    for (let expiry = 1; expiry <= 10; expiry++) {
      if (expiry > 1) await s.activateOne();
      await s.letPass(job.key);
      await tendWorkerJobs(s.database.pool);
      expect((await s.onlyRun()).stored.state).toBe(expiry < 10 ? 'queued' : 'failed');
    }
    expect((await s.onlyRun()).stored).toMatchObject({ attempt: 10, errorCode: 'worker_job_lease_expired' });
  });

  test.each(['waiting', 'active'])('is cancelled with a job that is %s, which is no failure', async (when) => {
    const [cronJobId = ''] = await s.seed(1);
    await s.claim();
    if (when === 'active') await s.activateOne();
    const [job] = await s.jobs();
    await cancel(job?.key ?? '');
    expect((await s.onlyRun()).stored).toMatchObject({
      state: 'cancelled',
      attempt: when === 'active' ? 1 : 0,
      reason: { code: 'worker_job_cancelled' },
      durationMs: when === 'active' ? expect.any(Number) : null,
    });
    expect(await s.cronJob(cronJobId)).toMatchObject({ lastStatus: null, consecutiveFailures: 0 });
  });

  test('stays failed when somebody has the job tried again: an end is an end', async () => {
    const { cronJobId, job } = await s.oneActive();
    const failed = await s.fail(job.key, { retries: 0 });
    const before = (await s.onlyRun()).stored;
    const incident = failed.kind === 'failed' ? failed.incident?.id : undefined;
    const wish = { action: 'retry', jobRetries: 1, variables: {}, comment: null } as const;
    expect(await resolveIncident(s.database, s.access, incident ?? '', wish)).toMatchObject({
      kind: 'retried',
    });
    await s.activateOne();
    expect((await s.onlyRun()).shown.state).toBe('failed');
    expect(await s.complete(job.key)).toMatchObject({ kind: 'completed' });
    expect((await s.onlyRun()).stored).toEqual(before);
    expect(await s.cronJob(cronJobId)).toMatchObject({ lastStatus: 'failed', consecutiveFailures: 1 });
  });

  test.each(['a', 'あ', '😀'])('keeps 64 kB of its result, in whole characters (%s)', async (letter) => {
    const { job } = await s.oneActive();
    await s.complete(job.key, null, { long: letter.repeat(65_536 / Buffer.byteLength(letter) + 1) });
    const { stored } = await s.onlyRun();
    const bytes = Buffer.byteLength(stored.responseBody ?? '');
    expect(bytes).toBeLessThanOrEqual(65_536);
    expect(bytes).toBeGreaterThan(65_536 - 4);
    expect(stored.responseBody).not.toContain('\uFFFD');
    expect(stored.truncated).toBe(true);
  });

  test('of a log that is gone does not keep its job from ending', async () => {
    const { job } = await s.oneActive();
    await s.database.pool.query('TRUNCATE runs');
    expect(await s.complete(job.key)).toMatchObject({ kind: 'completed' });
  });
});

describe('many ends at once', () => {
  test('groups in opposite orders do not wait for each other; failures in a row are counted exactly', async () => {
    const random = seeded(testSeed());
    const ids = await s.seed(20, { consecutiveFailures: 1, lastStatus: 'failed' });
    for (let firing = 0; firing < 5; firing++) await s.fireNow();
    const active = await s.activate({ maxJobs: 100 });
    expect(active).toHaveLength(100);
    const shuffled = active
      .map((job) => ({ job, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ job }) => job);
    const groups = Array.from({ length: 10 }, (_, i) => shuffled.filter((_job, n) => n % 10 === i));
    // Postgres would end one of two that wait for each other, and its group would reject.
    await Promise.all(
      groups.map((group) =>
        completeWorkerJobs(
          s.database.pool,
          group.map((job) => ({ ...s.access, key: job.key, activationId: null, variables: pack({}) })),
        ),
      ),
    );
    const runs = await s.ledger();
    expect(runs.filter((run) => run.state === 'succeeded')).toHaveLength(active.length);
    for (const id of ids)
      expect(await s.cronJob(id)).toMatchObject({ lastStatus: 'succeeded', consecutiveFailures: 0 });
  });

  test('a job failed by fifty runs in parallel counts fifty failures', async () => {
    const [id = ''] = await s.seed(1, { target: { ...TARGET, retries: 1 } });
    for (let firing = 0; firing < 50; firing++) await s.fireNow();
    const active = await s.activate({ maxJobs: 100 });
    expect(active).toHaveLength(50);
    await Promise.all(active.map((job) => s.fail(job.key, { retries: 0 })));
    expect(await s.cronJob(id)).toMatchObject({ lastStatus: 'failed', consecutiveFailures: 50, runCount: 50 });
  });
});
