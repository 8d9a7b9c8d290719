import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { seeded, testSeed, type Random } from '@carillon/testkit/random';
import { waitFor } from '@carillon/testkit/wait-for';
import { inTransaction } from '../../../src/db/client.js';
import { activateWorkerJobs } from '../../../src/engine/activate-worker-jobs.js';
import { cancelWorkerJob } from '../../../src/engine/cancel-worker-job.js';
import { findWorkerJob } from '../../../src/engine/find-worker-job.js';
import { startLoop } from '../../../src/engine/loop.js';
import { tendWorkerJobs } from '../../../src/engine/tend-worker-jobs.js';
import { throwWorkerJobError } from '../../../src/engine/throw-worker-job-error.js';
import { pack, setUp, wishOf, type Setup } from './support.js';

let t: Setup;
beforeAll(async () => void (t = await setUp(16)));
afterAll(() => t.close());

type Verb = 'complete' | 'fail' | 'failForGood' | 'throwError' | 'cancel' | 'expire';
const VERBS: readonly Verb[] = ['complete', 'fail', 'failForGood', 'throwError', 'cancel', 'expire'];
const ENDS = { complete: 'COMPLETED', fail: 'FAILED_RETRYABLE', failForGood: 'FAILED', throwError: 'ERROR_THROWN' };

/** True when the verb was accepted. */
const doVerb = async (verb: Verb, key: string, activationId: string | null): Promise<boolean> => {
  const backoffMs = 3_600_000;
  switch (verb) {
    case 'complete':
      return (await t.complete(key, activationId, { a: 1 })).kind === 'completed';
    case 'fail':
      return (await t.fail(key, { activationId, backoffMs })).kind === 'failed';
    case 'failForGood':
      return (await t.fail(key, { activationId, retries: 0 })).kind === 'failed';
    case 'throwError': {
      const thrown = { ...t.access, key, activationId, errorCode: 'E', message: null, variables: pack({}) };
      return (await throwWorkerJobError(t.database.pool, thrown)).kind === 'error_thrown';
    }
    case 'cancel':
      return (await cancelWorkerJob(t.database.pool, { ...t.access, key, reason: null })).kind === 'cancelled';
    case 'expire':
      await t.letPass(key);
      return false;
  }
};

const race = async (random: Random, key: string, activationId: string) => {
  const verbs = Array.from({ length: random.integer(2, 5) }, () => random.pick(VERBS));
  const named = verbs.map(() => (random.next() < 0.5 ? activationId : null));
  const accepted = await Promise.all(verbs.map((verb, i) => doVerb(verb, key, named[i] ?? null)));
  return { key, verbs, won: verbs.filter((_, i) => accepted[i]) };
};

/** What the job must be, given what was accepted. */
const stateAfter = (verbs: readonly Verb[], won: readonly Verb[]): string => {
  if (won.includes('cancel')) return 'CANCELLED';
  const [report] = won;
  if (report !== undefined) return ENDS[report as keyof typeof ENDS];
  return verbs.every((verb) => verb === 'expire') ? 'CREATED' : 'somebody should have won';
};

test('of a thousand random races of reports, cancellations and expiries each has one outcome', async () => {
  const random = seeded(testSeed());
  const tender = startLoop({ work: async () => (await tendWorkerJobs(t.database.pool)).sleepMs, onError: fail });
  for (let round = 0; round < 50; round++) {
    await t.create(20);
    const jobs = await t.activate({ maxJobs: 20 });
    // A job that only expired is CREATED again and may be among them; twenty there are in any case.
    const races = await Promise.all(jobs.map((job) => race(random, job.key, job.activationId)));
    await Promise.all(races.map(({ key, verbs, won }) => check(key, verbs, won)));
    await t.database.pool.query('TRUNCATE worker_jobs, incidents');
  }
  await tender.stop();
});

const check = async (key: string, verbs: readonly Verb[], won: readonly Verb[]) => {
  const found = await findWorkerJob(t.database.db, t.access, key);
  const state = found?.job.state === 'ACTIVE' ? 'CREATED' : found?.job.state;
  expect({ verbs, won, state }).toEqual({ verbs, won, state: stateAfter(verbs, won) });
  const reports = won.filter((verb) => verb !== 'cancel');
  expect(reports.length).toBeLessThanOrEqual(1);
  expect(won.filter((verb) => verb === 'cancel').length).toBeLessThanOrEqual(1);
  expect(won.includes('complete') && won.includes('cancel')).toBe(false);
  const events = found?.job.history.map((event) => event.type) ?? [];
  expect(events.filter((type) => type === 'JOB_ACTIVATED' || type === 'JOB_LEASE_EXPIRED').length).toBe(
    events.length - won.length,
  );
  const isOpen = state === 'FAILED' || state === 'ERROR_THROWN';
  expect(found?.incident?.status === 'OPEN').toBe(isOpen);
};

const fail = (error: Error) => {
  throw error;
};

test('a cancellation that waited for the activation does not end the job before it began', async () => {
  const [key = ''] = await t.create(1);
  const { pool } = t.database;
  const [locked, goOn] = [createGate(), createGate()];
  const activation = inTransaction(pool, async (pg) => {
    await pg.query('SELECT FROM worker_jobs WHERE key = $1 FOR UPDATE', [key]);
    locked.open();
    await goOn.opened;
    return activateWorkerJobs(pg, wishOf(t.userId), '');
  });
  await locked.opened;
  const cancellation = cancelWorkerJob(pool, { ...t.access, key, reason: null });
  await waitFor('the cancellation waits for the activation', async () => {
    const { rows } = await pool.query(
      `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    return rows.length > 0;
  });
  goOn.open();
  expect(await activation).toMatchObject([{ key }]);
  expect(await cancellation).toMatchObject({ kind: 'cancelled' });
  const { activatedAt, finishedAt } = await t.rowOf(key);
  expect(finishedAt).toEqual(activatedAt);
});
