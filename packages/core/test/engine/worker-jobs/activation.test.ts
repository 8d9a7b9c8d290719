import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { seedUser } from '@carillon/testkit/seed';
import { inTransaction } from '../../../src/db/client.js';
import { activateWorkerJobs, releaseWorkerJobs } from '../../../src/engine/activate-worker-jobs.js';
import { completeWorkerJobs } from '../../../src/engine/complete-worker-jobs.js';
import { createWorkerJobsOnce } from '../../../src/engine/create-worker-jobs.js';
import { tendWorkerJobs } from '../../../src/engine/tend-worker-jobs.js';
import { draftOf, pack, setUp, verbs, wishOf, type Setup } from './support.js';

let t: Setup;
beforeAll(async () => void (t = await setUp(20)));
afterAll(() => t.close());
beforeEach(() => t.database.pool.query('TRUNCATE worker_jobs, incidents'));

const keysOf = (jobs: readonly { key: string }[]) => jobs.map((job) => job.key);

describe('creating', () => {
  test('gives each draft its answer, and keys that sort as the drafts came', async () => {
    const keys = await t.create(1_000);
    expect(keys).toEqual([...keys].sort());
    expect(new Set(keys).size).toBe(1_000);
    expect(keys[0]).toMatch(/^srv1-job-[0-9a-f]{12}7[0-9a-f]{19}$/);
    expect(await t.rowOf(keys[0] ?? '')).toMatchObject({
      state: 'CREATED',
      ready: true,
      retries: 3,
      timeoutMs: 120_000,
    });
  });

  test('an idempotency key makes jobs once, also when two requests with it come together', async () => {
    const once = (request: unknown) =>
      createWorkerJobsOnce(t.database, 'srv1', [draftOf(t.userId), draftOf(t.userId)], {
        userId: t.userId,
        idempotencyKey: 'a key',
        request,
      });
    const outcomes = await Promise.all([once({ n: 1 }), once({ n: 1 })]);
    const created = outcomes.find((outcome) => outcome.kind === 'created');
    const replayed = outcomes.find((outcome) => outcome.kind === 'replayed');
    expect(created?.kind === 'created' && keysOf(created.jobs)).toEqual(replayed?.kind === 'replayed' && replayed.keys);
    expect(await once({ n: 2 })).toEqual({ kind: 'idempotency_conflict' });
    expect(await t.activate()).toHaveLength(2);
  });
});

describe('what is handed out', () => {
  test('the highest priority first, then the oldest', async () => {
    const [low] = await t.create(1, { priority: -100 });
    const old = await t.create(3);
    const young = await t.create(3);
    const [high] = await t.create(1, { priority: 100 });
    expect(keysOf(await t.activate())).toEqual([high, ...old, ...young, low]);
  });

  test('carries the lease, the fence, and the variables as they were sent', async () => {
    const variables = pack({ zebra: 1, apple: { z: [1e21, -0.5, 'ü'], a: null } });
    await t.create(1, { variables, customHeaders: '{"priority":"high"}' });
    const job = await t.activateOne({ leaseMs: 1_000 });
    expect(JSON.stringify(job.variables)).toBe(variables.text);
    expect(job).toMatchObject({ worker: 'w1', retries: 3, customHeaders: { priority: 'high' }, tenantId: 'default' });
    expect(job.deadline - job.activatedAt).toBe(1_000);
    expect(job.activatedAt).toBeGreaterThanOrEqual(job.createdAt);
  });

  test('only the variables that were asked for; names that do not exist are absent', async () => {
    await t.create(1, { variables: pack({ a: 1, b: { toString: 2 }, c: null }) });
    const job = await t.activateOne({ fetchVariables: ['b', 'c', 'missing', 'toString', '__proto__'] });
    expect(JSON.stringify(job.variables)).toBe('{"b":{"toString":2},"c":null}');
  });

  test('fewer jobs when their variables would be too much for one answer, but always one', async () => {
    await t.create(40, { variables: pack({ text: 'x'.repeat(250_000) }) });
    const jobs = await t.activate({ maxJobs: 100 });
    expect(jobs).toHaveLength(16);
    expect(jobs.every((job) => String(job.variables['text']).length === 250_000)).toBe(true);
    expect(await t.activate({ maxJobs: 100 })).toHaveLength(16);
    expect(await t.activate({ maxJobs: 100 })).toHaveLength(8);
  });

  test('nothing of other users, other types, or before its time', async () => {
    await t.create(1, { type: 'sms' });
    await t.create(1, { runAt: new Date(Date.now() + 3_600_000) });
    await verbs(t.database, await seedUser(t.database.db)).create(1);
    expect(await t.activate()).toEqual([]);
    await t.create(1, { runAt: new Date(Date.now() - 3_600_000) });
    expect(await t.activate()).toHaveLength(1);
  });

  test('a start that lies ahead comes when the tender sees it, and no sooner', async () => {
    const [key = ''] = await t.create(1, { runAt: new Date(Date.now() + 3_600_000) });
    await tendWorkerJobs(t.database.pool);
    expect(await t.activate()).toEqual([]);
    await t.letPass(key);
    expect(await t.activate()).toEqual([]);
    expect(await tendWorkerJobs(t.database.pool)).toMatchObject({ promoted: 1 });
    expect(keysOf(await t.activate())).toEqual([key]);
  });
});

describe('tenants', () => {
  const tenantsOf = (jobs: readonly { tenantId: string }[]) => jobs.map((job) => job.tenantId).join('');
  const fill = async (counts: Record<string, number>) => {
    for (const [tenantId, count] of Object.entries(counts)) await t.create(count, { tenantId });
  };

  test('take turns, and one that has little leaves its share to the others', async () => {
    await fill({ a: 50, b: 2, c: 50 });
    expect(tenantsOf(await t.activate({ maxJobs: 10 }))).toBe('abcabcacac');
    expect(tenantsOf(await t.activate({ maxJobs: 3 }, 'a'))).toBe('cac');
  });

  test('the turn goes on after the one that was served last', async () => {
    await fill({ a: 5, b: 5, c: 5 });
    const served = [];
    for (let after = ''; served.length < 7;) {
      const [job] = await t.activate({ maxJobs: 1 }, after);
      served.push(job?.tenantId);
      after = job?.tenantId ?? '';
    }
    expect(served.join('')).toBe('abcabca');
  });

  test('a list of tenants restricts; an empty one is none, not all', async () => {
    await fill({ a: 2, b: 2, c: 2 });
    expect(await t.activate({ tenantIds: [] })).toEqual([]);
    expect(tenantsOf(await t.activate({ tenantIds: ['c', 'a', 'nobody', 'c'], maxJobs: 3 }))).toBe('aca');
    expect(tenantsOf(await t.activate({ tenantIds: ['c', 'a'], maxJobs: 3 }, 'a'))).toBe('c');
  });

  test('many more tenants than jobs asked for are no burden', async () => {
    const drafts = Array.from({ length: 1_000 }, (_, i) => `tenant-${String(i).padStart(4, '0')}`);
    for (const tenantId of drafts) await t.create(1, { tenantId });
    const jobs = await t.activate({ maxJobs: 3 }, 'tenant-0998');
    expect(jobs.map((job) => job.tenantId)).toEqual(['tenant-0999', 'tenant-0000', 'tenant-0001']);
  });
});

describe('many at once', () => {
  test('fifty pollers share ten thousand jobs without doubling one, and all are completed', async () => {
    for (let i = 0; i < 10; i++) await t.create(1_000, { tenantId: `t${i % 3}` });
    const seen: string[] = [];
    const poller = async (worker: string) => {
      for (let after = ''; ;) {
        const jobs = await t.activate({ worker, maxJobs: 25 }, after);
        // Nothing for me now: the rest may be in the hands of the others for this moment, or taken.
        if (jobs.length === 0) return;
        after = jobs.at(-1)?.tenantId ?? '';
        seen.push(...keysOf(jobs));
        const outcomes = await completeWorkerJobs(
          t.database.pool,
          jobs.map(({ key, activationId }) => ({ ...t.access, key, activationId, variables: pack({}) })),
        );
        expect(outcomes.map((outcome) => outcome.kind)).toEqual(jobs.map(() => 'completed'));
      }
    };
    await Promise.all(Array.from({ length: 50 }, (_, i) => poller(`w${i}`)));
    await poller('last');
    expect(seen).toHaveLength(10_000);
    expect(new Set(seen).size).toBe(10_000);
    const { rows } = await t.database.pool.query('SELECT state, count(*)::int FROM worker_jobs GROUP BY state');
    expect(rows).toEqual([{ state: 'COMPLETED', count: 10_000 }]);
  });

  test('rows that another process is taking are passed over, not waited for', async () => {
    const keys = await t.create(10);
    await inTransaction(t.database.pool, async (other) => {
      const theirs = await activateWorkerJobs(other, { ...wishOf(t.userId), worker: 'other', maxJobs: 4 }, '');
      expect(keysOf(theirs)).toEqual(keys.slice(0, 4));
      expect(keysOf(await t.activate())).toEqual(keys.slice(4));
    });
    expect(await t.activate()).toEqual([]);
  });
});

describe('giving back', () => {
  test('puts the jobs where they were, and counts nothing', async () => {
    await t.create(3);
    const jobs = await t.activate();
    expect(await releaseWorkerJobs(t.database.pool, jobs)).toBe(3);
    const [first] = jobs;
    expect(await t.rowOf(first?.key ?? '')).toMatchObject({ state: 'CREATED', ready: true, retries: 3, expiries: 0 });
    expect(keysOf(await t.activate({ worker: 'w2' }))).toEqual(keysOf(jobs));
    // Given to somebody else since: theirs.
    expect(await releaseWorkerJobs(t.database.pool, jobs)).toBe(0);
  });

  test('a job given back after a failed attempt is still one', async () => {
    const [key = ''] = await t.create(1);
    await t.activateOne();
    await t.fail(key, { backoffMs: 0 });
    const again = await t.activateOne();
    await releaseWorkerJobs(t.database.pool, [again]);
    expect(await t.rowOf(key)).toMatchObject({ state: 'FAILED_RETRYABLE', ready: true, retries: 2, failures: 1 });
    expect(await t.complete(key, again.activationId)).toMatchObject({ kind: 'refused' });
  });
});
