import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cancelWorkerJob } from '../../../src/engine/cancel-worker-job.js';
import { completeWorkerJobs } from '../../../src/engine/complete-worker-jobs.js';
import { findWorkerJob } from '../../../src/engine/find-worker-job.js';
import { setWorkerJobRetries } from '../../../src/engine/set-worker-job-retries.js';
import { setWorkerJobTimeout } from '../../../src/engine/set-worker-job-timeout.js';
import { tendWorkerJobs } from '../../../src/engine/tend-worker-jobs.js';
import { throwWorkerJobError } from '../../../src/engine/throw-worker-job-error.js';
import { pack, setUp, type Setup } from './support.js';

let t: Setup;
beforeAll(async () => void (t = await setUp()));
afterAll(() => t.close());
beforeEach(() => t.database.pool.query('TRUNCATE worker_jobs, incidents'));

const activated = async (retries = 3) => {
  await t.create(1, { retries, variables: pack({ a: 1, b: { c: [1] }, d: 'x' }) });
  return t.activateOne();
};
const throwError = (key: string, activationId: string | null = null) =>
  throwWorkerJobError(t.database.pool, {
    ...t.access,
    key,
    activationId,
    errorCode: 'NO_STOCK',
    message: 'sold out',
    variables: pack({ left: 0 }),
  });
const cancel = (key: string) => cancelWorkerJob(t.database.pool, { ...t.access, key, reason: 'not needed' });

describe('completing', () => {
  test('ends the job, keeps what was sent, and tells what changed', async () => {
    const job = await activated();
    const outcome = await t.complete(job.key, job.activationId, { b: { c: [1] }, a: 2, d: null, e: true });
    expect(outcome).toMatchObject({
      kind: 'completed',
      worker: 'w1',
      failures: 0,
      variableChanges: { added: ['e'], modified: ['a'], removed: ['d'] },
    });
    const row = await t.rowOf(job.key);
    expect(row).toMatchObject({ state: 'COMPLETED', ready: false, held: false, variables: { a: 1 } });
    expect(JSON.stringify(row.resultVariables)).toBe('{"b":{"c":[1]},"a":2,"d":null,"e":true}');
    expect(row.finishedXid).toMatch(/^\d+$/);
    expect(row.history.map((event) => event.type)).toEqual(['JOB_ACTIVATED', 'JOB_COMPLETED']);
  });

  test('of a hundred completions of one job one counts, whether they come together or apart', async () => {
    const { key } = await activated();
    const item = { ...t.access, key, activationId: null, variables: pack({ n: 1 }) };
    const [together, ...apart] = await Promise.all([
      completeWorkerJobs(
        t.database.pool,
        Array.from({ length: 50 }, () => item),
      ),
      ...Array.from({ length: 50 }, () => t.complete(key, null, { n: 2 })),
    ]);
    const outcomes = [...together, ...apart];
    expect(outcomes.filter((outcome) => outcome.kind === 'completed')).toHaveLength(1);
    const refusals = outcomes.filter((outcome) => outcome.kind !== 'completed');
    expect(refusals).toEqual(
      Array.from({ length: 99 }, () => ({ kind: 'refused', currentStatus: 'COMPLETED', reason: 'already_completed' })),
    );
  });

  test('is accepted after the deadline, also once the lease was taken back, until somebody else has the job', async () => {
    const first = await activated();
    await t.letPass(first.key);
    expect(await tendWorkerJobs(t.database.pool)).toMatchObject({ offeredAgain: 1 });
    expect((await t.complete(first.key, first.activationId)).kind).toBe('completed');
    const second = await activated();
    await t.letPass(second.key);
    await tendWorkerJobs(t.database.pool);
    const other = await t.activateOne({ worker: 'w2' });
    expect(other.key).toBe(second.key);
    const refused = { kind: 'refused', currentStatus: 'ACTIVE', reason: 'superseded' };
    expect(await t.complete(second.key, second.activationId)).toEqual(refused);
    // Without an activation named the first to report wins, in the name of who has the job.
    expect(await t.complete(second.key)).toMatchObject({ kind: 'completed', worker: 'w2' });
    expect(await t.complete(second.key, other.activationId)).toMatchObject({ reason: 'already_completed' });
  });

  test('is refused for a job that nobody has, that waits, or that is not there', async () => {
    const [key = ''] = await t.create(1);
    expect(await t.complete(key)).toMatchObject({ currentStatus: 'CREATED', reason: 'not_activated' });
    const { activationId } = await t.activateOne();
    await t.fail(key);
    expect(await t.complete(key, activationId)).toMatchObject({
      currentStatus: 'FAILED_RETRYABLE',
      reason: 'in_backoff',
    });
    expect(await t.complete('srv1-job-0')).toEqual({ kind: 'not_found' });
    const [hidden] = await completeWorkerJobs(t.database.pool, [
      { userId: 'user_other', tenantIds: null, key, activationId, variables: pack({}) },
    ]);
    expect(hidden).toEqual({ kind: 'not_found' });
    const [otherTenant] = await completeWorkerJobs(t.database.pool, [
      { ...t.access, tenantIds: ['elsewhere'], key, activationId, variables: pack({}) },
    ]);
    expect(otherTenant).toEqual({ kind: 'not_found' });
  });
});

describe('failing', () => {
  test('takes one retry unless told how many remain, and backs off 2, 4, 8 seconds', async () => {
    const { key } = await activated(4);
    const seen = [];
    for (const retries of [null, null, 1]) {
      const outcome = await t.fail(key, { retries });
      if (outcome.kind !== 'failed') throw new Error(outcome.kind);
      seen.push([outcome.retriesRemaining, outcome.attempt, outcome.backoff?.ms, outcome.backoff?.type]);
      expect(outcome.backoff?.nextRetryAt).toBe(outcome.failedAt + (outcome.backoff?.ms ?? 0));
      await t.letPass(key);
      await tendWorkerJobs(t.database.pool);
      await t.activateOne();
    }
    expect(seen).toEqual([
      [3, 1, 2_000, 'EXPONENTIAL'],
      [2, 2, 4_000, 'EXPONENTIAL'],
      [1, 3, 8_000, 'EXPONENTIAL'],
    ]);
    const last = await t.fail(key, { message: 'at last' });
    expect(last).toMatchObject({ state: 'FAILED', retriesRemaining: 0, attempt: 4, backoff: null });
    expect(last.kind === 'failed' && last.failures.map((event) => event.message)).toEqual([
      'no',
      'no',
      'no',
      'at last',
    ]);
    const found = await findWorkerJob(t.database.db, t.access, key);
    expect(found?.incident).toMatchObject({
      id: last.kind === 'failed' ? last.incident?.id : '',
      type: 'JOB_FAILURE',
      status: 'OPEN',
      message: 'at last',
      jobType: 'email',
      worker: 'w1',
    });
    expect(found?.incident?.id).toMatch(/^incident_[0-9a-f]{12}7[0-9a-f]{19}$/);
  });

  test('refuses more retries than remain, and changes nothing', async () => {
    const { key } = await activated(2);
    expect(await t.fail(key, { retries: 3 })).toEqual({ kind: 'invalid_retries', current: 2 });
    expect(await t.rowOf(key)).toMatchObject({ state: 'ACTIVE', retries: 2, failures: 0 });
    expect(await t.fail(key, { retries: 2, backoffMs: 0 })).toMatchObject({
      retriesRemaining: 2,
      state: 'FAILED_RETRYABLE',
    });
    // A back-off of nothing: at once.
    expect((await t.activateOne()).key).toBe(key);
  });

  test('a back-off of a year is kept to the millisecond', async () => {
    const { key } = await activated();
    const outcome = await t.fail(key, { backoffMs: 365 * 86_400_000 });
    if (outcome.kind !== 'failed') throw new Error(outcome.kind);
    expect(outcome.backoff).toEqual({
      type: 'FIXED',
      ms: 365 * 86_400_000,
      nextRetryAt: outcome.failedAt + 365 * 86_400_000,
    });
    await tendWorkerJobs(t.database.pool);
    expect(await t.activate()).toEqual([]);
  });

  test('keeps the newest hundred events, and counts those that went', async () => {
    const { key } = await activated(1_000);
    for (let round = 0; round < 60; round++) {
      await t.fail(key, { retries: 1_000, backoffMs: 0, message: 'm'.repeat(2_000) });
      await t.activateOne();
    }
    const row = await t.rowOf(key);
    expect([row.history.length, row.historyCut]).toEqual([100, 21]);
    expect(row.history.at(-1)?.type).toBe('JOB_ACTIVATED');
    expect(JSON.stringify(row.history)).toContain(`"${'m'.repeat(500)}"`);
    expect(row.errorMessage).toHaveLength(2_000);
  });
});

describe('throwing an error', () => {
  test('ends the job with an incident, and only for who holds it', async () => {
    const job = await activated();
    expect(await throwError(job.key, '00000000-0000-7000-8000-000000000000')).toMatchObject({ reason: 'superseded' });
    const outcome = await throwError(job.key, job.activationId);
    expect(outcome).toMatchObject({ kind: 'error_thrown', incident: { type: 'UNHANDLED_BPMN_ERROR' } });
    expect(await t.rowOf(job.key)).toMatchObject({
      state: 'ERROR_THROWN',
      errorCode: 'NO_STOCK',
      resultVariables: { left: 0 },
    });
    expect(await throwError(job.key)).toMatchObject({ reason: 'error_already_thrown' });
    expect(await throwError('srv1-job-0')).toEqual({ kind: 'not_found' });
  });
});

describe('cancelling', () => {
  test('takes the job from its worker, whose report is refused', async () => {
    const { key, activationId } = await activated();
    expect(await cancel(key)).toMatchObject({ kind: 'cancelled', wasActive: true, worker: 'w1' });
    expect(await t.complete(key, activationId)).toMatchObject({
      currentStatus: 'CANCELLED',
      reason: 'already_cancelled',
    });
    expect(await t.fail(key)).toMatchObject({ reason: 'already_cancelled' });
    expect(await cancel(key)).toMatchObject({ reason: 'already_cancelled' });
    expect(await cancel('srv1-job-0')).toEqual({ kind: 'not_found' });
  });

  test('of a waiting job keeps it from every worker', async () => {
    const [key = ''] = await t.create(1);
    expect(await cancel(key)).toMatchObject({ wasActive: false, worker: null });
    expect(await t.activate()).toEqual([]);
  });

  test('closes the open incident of a job that stands still', async () => {
    const { key } = await activated();
    await t.fail(key, { retries: 0 });
    expect(await cancel(key)).toMatchObject({ kind: 'cancelled', wasActive: false });
    const found = await findWorkerJob(t.database.db, t.access, key);
    expect(found?.incident).toMatchObject({
      status: 'DISMISSED',
      resolution: { action: 'cancel', reason: 'not needed' },
    });
  });
});

describe('retries and leases', () => {
  test('retries can be set until the job has ended for good', async () => {
    const { key } = await activated();
    const set = (retries: number) => setWorkerJobRetries(t.database.pool, { ...t.access, key, retries });
    expect(await set(7)).toMatchObject({ kind: 'retries_set', state: 'ACTIVE', retries: 7, retriesBefore: 3 });
    await t.complete(key);
    expect(await set(1)).toMatchObject({ kind: 'refused', reason: 'already_completed' });
  });

  test('the lease of the latest activation can be made longer or shorter, a day in all', async () => {
    const job = await activated();
    const set = (timeoutMs: number, activationId: string | null = null) =>
      setWorkerJobTimeout(t.database.pool, { ...t.access, key: job.key, activationId, timeoutMs });
    const longer = await set(3_600_000, job.activationId);
    expect(longer.kind === 'lease_set' && longer.deadline).toBeGreaterThan(job.deadline);
    const longest = await set(48 * 3_600_000);
    expect(longest.kind === 'lease_set' && longest.deadline).toBe(job.activatedAt + 24 * 3_600_000);
    await set(1_000);
    await t.letPass(job.key);
    await tendWorkerJobs(t.database.pool);
    expect(await set(1_000)).toMatchObject({ currentStatus: 'CREATED', reason: 'lease_expired' });
    await t.activateOne({ worker: 'w2' });
    expect(await set(1_000, job.activationId)).toMatchObject({ reason: 'superseded' });
    await t.complete(job.key);
    expect(await set(1_000)).toMatchObject({ reason: 'already_completed' });
  });
});
