import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ResolutionWish } from '../../../src/domain/worker-job/decide-resolution.js';
import { findWorkerJob } from '../../../src/engine/find-worker-job.js';
import { resolveIncident } from '../../../src/engine/resolve-incident.js';
import { setWorkerJobRetries } from '../../../src/engine/set-worker-job-retries.js';
import { tendWorkerJobs } from '../../../src/engine/tend-worker-jobs.js';
import { cancelWorkerJob } from '../../../src/engine/cancel-worker-job.js';
import { pack, setUp, type Setup } from './support.js';

let t: Setup;
beforeAll(async () => void (t = await setUp()));
afterAll(() => t.close());
beforeEach(() => t.database.pool.query('TRUNCATE worker_jobs, incidents'));

/** A job that failed for the last time, and its incident. */
const stuck = async () => {
  const [key = ''] = await t.create(1, { variables: pack({ a: 1, b: 2 }) });
  await t.activateOne();
  const outcome = await t.fail(key, { retries: 0 });
  return { key, incidentId: outcome.kind === 'failed' ? (outcome.incident?.id ?? '') : '' };
};
const retry = { action: 'retry', jobRetries: 2, variables: {}, comment: null } as const;
const dismiss = { action: 'dismiss', reason: 'seen', comment: null } as const;
const resolve = (id: string, wish: ResolutionWish = retry, access = t.access) =>
  resolveIncident(t.database, access, id, wish);

test('a lease that runs out uses no retry; the tenth time raises an incident, and resolving offers the job once', async () => {
  const [key = ''] = await t.create(1);
  for (let expiries = 1; expiries <= 10; expiries++) {
    expect((await t.activateOne({ worker: `w${expiries}` })).retries).toBe(3);
    await t.letPass(key);
    const done = expiries < 10 ? { offeredAgain: 1, givenUp: 0 } : { offeredAgain: 0, givenUp: 1 };
    expect(await tendWorkerJobs(t.database.pool)).toMatchObject(done);
    expect(await t.rowOf(key)).toMatchObject({ expiries, retries: 3, state: expiries < 10 ? 'CREATED' : 'FAILED' });
  }
  expect(await t.activate()).toEqual([]);
  expect(await t.complete(key)).toMatchObject({ currentStatus: 'FAILED', reason: 'lease_expired' });
  const found = await findWorkerJob(t.database.db, t.access, key);
  expect(found?.incident).toMatchObject({ type: 'LEASE_EXPIRED', status: 'OPEN', worker: 'w10' });
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => resolve(found?.incident?.id ?? '', { ...retry, jobRetries: null })),
  );
  expect(outcomes.filter((outcome) => outcome.kind === 'retried')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome.kind === 'not_open')).toHaveLength(7);
  expect(await t.rowOf(key)).toMatchObject({ state: 'CREATED', ready: true, expiries: 0, finishedAt: null });
  expect((await t.activate()).map((job) => job.key)).toEqual([key]);
  expect(await t.activate()).toEqual([]);
});

describe('resolving', () => {
  test('a retry lays variables over the job’s own and begins it anew', async () => {
    const { key, incidentId } = await stuck();
    expect(await resolve(incidentId, { ...retry, variables: { b: 3, c: 4 }, comment: 'try' })).toMatchObject({
      kind: 'retried',
      workerJobKey: key,
      retries: 2,
    });
    const job = await t.activateOne();
    expect([job.variables, job.retries]).toEqual([{ a: 1, b: 3, c: 4 }, 2]);
    const found = await findWorkerJob(t.database.db, t.access, key);
    expect(found?.incident).toMatchObject({
      status: 'RESOLVED',
      resolution: { action: 'retry', jobRetries: 2, comment: 'try' },
    });
    // It can fail, and be an incident, again.
    await t.fail(key, { retries: 0 });
    expect((await findWorkerJob(t.database.db, t.access, key))?.incident?.status).toBe('OPEN');
  });

  test('a retry needs retries: from the wish, or set on the job before', async () => {
    const { key, incidentId } = await stuck();
    expect(await resolve(incidentId, { ...retry, jobRetries: null })).toEqual({ kind: 'retries_needed' });
    await setWorkerJobRetries(t.database.pool, { ...t.access, key, retries: 1 });
    expect(await t.activate()).toEqual([]);
    expect(await resolve(incidentId, { ...retry, jobRetries: null })).toMatchObject({ kind: 'retried', retries: 1 });
    expect(await t.activate()).toHaveLength(1);
  });

  test('variables that would become too large are refused, and the incident stays open', async () => {
    const { incidentId } = await stuck();
    const variables = { text: 'x'.repeat(300_000) };
    expect(await resolve(incidentId, { ...retry, variables })).toMatchObject({
      kind: 'invalid_variables',
      fault: 'too_large',
    });
    expect((await resolve(incidentId)).kind).toBe('retried');
  });

  test('dismissing leaves the job as it is, for good', async () => {
    const { key, incidentId } = await stuck();
    expect(await resolve(incidentId, dismiss)).toMatchObject({ kind: 'dismissed', workerJobKey: key });
    expect(await resolve(incidentId)).toEqual({ kind: 'not_open', status: 'DISMISSED' });
    expect(await t.activate()).toEqual([]);
    const cancelled = await cancelWorkerJob(t.database.pool, { ...t.access, key, reason: null });
    expect(cancelled).toMatchObject({ kind: 'refused', currentStatus: 'FAILED', reason: 'incident_closed' });
  });

  test('of a decision and a cancellation at once one counts, and neither waits for the other for ever', async () => {
    for (let round = 0; round < 20; round++) {
      const { key, incidentId } = await stuck();
      const [resolved, cancelled] = await Promise.all([
        resolve(incidentId),
        cancelWorkerJob(t.database.pool, { ...t.access, key, reason: null }),
      ]);
      // Cancelling after the retry is an ordinary cancellation.
      expect(cancelled.kind).toBe('cancelled');
      expect(['retried', 'not_open']).toContain(resolved.kind);
      expect(await t.rowOf(key)).toMatchObject({ state: 'CANCELLED', ready: false });
    }
  });

  test('what may not be seen is not there', async () => {
    const { incidentId } = await stuck();
    expect(await resolve(incidentId, retry, { userId: 'user_other', tenantIds: null })).toEqual({ kind: 'not_found' });
    const elsewhere = { ...t.access, tenantIds: ['elsewhere'] as never };
    expect(await resolve(incidentId, retry, elsewhere)).toEqual({ kind: 'not_found' });
    expect(await resolve('incident_0')).toEqual({ kind: 'not_found' });
  });
});
