import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { seedUser } from '@carillon/testkit/seed';
import { eq } from 'drizzle-orm';
import { incidents, plans, workerJobs } from '../../../src/db/schema/index.js';
import { listWorkerJobs } from '../../../src/engine/list-worker-jobs.js';
import { pruneLedger, type PruneStep } from '../../../src/engine/prune-ledger.js';
import { resolveIncident } from '../../../src/engine/resolve-incident.js';
import { rollUpWorkerJobs } from '../../../src/engine/roll-up-worker-jobs.js';
import { setUp, verbs, type Setup } from './support.js';

/** Worker jobs that are past the retention of their user's plan. */

let t: Setup;
beforeEach(async () => {
  t = await setUp();
});
afterEach(() => t.close());

const prune = async (batchRows = 100) => {
  const steps: PruneStep[] = [];
  const pause = () => Promise.resolve();
  const options = { databaseUrl: t.url, signal: new AbortController().signal, pause, batchRows };
  await pruneLedger({ ...options, onStep: (step) => steps.push(step) });
  return steps.flatMap((step) => (step.kind === 'worker_jobs_deleted' ? step.rows : []));
};
const age = (key: string, days: number) =>
  t.database.pool.query(
    `UPDATE worker_jobs SET finished_at = clock_timestamp() - $2::int * interval '1 day' - interval '1 minute',
       created_at = created_at - $2::int * interval '1 day' WHERE key = $1`,
    [key, days],
  );
const keysLeft = async () => (await t.database.db.select().from(workerJobs)).map((row) => row.key);
const completed = async ({ create, complete, activate } = t as ReturnType<typeof verbs>, count = 1) => {
  const keys = await create(count);
  await activate({ maxJobs: count });
  for (const key of keys) await complete(key);
  return keys;
};
const rollUp = async () => {
  const left = async () =>
    (await t.database.pool.query('SELECT FROM worker_jobs, worker_job_roll_up WHERE finished_xid >= before')).rows
      .length;
  while ((await left()) > 0) await rollUpWorkerJobs(t.database.pool);
};

test('those that ended before what the plan keeps go in batches, and out of the sums', async () => {
  const free = verbs(t.database, await seedUser(t.database.db, 'FREE'));
  const [days] = await t.database.db.select().from(plans).where(eq(plans.name, 'FREE'));
  const old = await completed(free, 5);
  for (const key of old) await age(key, days?.logRetentionDays ?? 0);
  const young = await completed(free, 2);
  for (const key of young) await age(key, (days?.logRetentionDays ?? 0) - 1);
  const waiting = await free.create(1);
  const [others = ''] = await completed();
  await age(others, days?.logRetentionDays ?? 0);
  await rollUp();
  expect(await prune(2)).toEqual([2, 2, 1]);
  expect((await keysLeft()).sort()).toEqual([...young, ...waiting, others].sort());
  const page = { limit: 10, offset: 0, sortBy: 'created_at', descending: true } as const;
  const { summary } = await listWorkerJobs(t.database.pool, free.access, page);
  expect(summary).toMatchObject({ total: 3, completed: 2, waiting: 1 });
  expect(await prune()).toEqual([]);
});

test('an incident keeps its job while it is open and for as long as it is kept itself, then goes with it', async () => {
  await t.create(1);
  const { key } = await t.activateOne();
  await t.fail(key, { retries: 0 });
  await age(key, 10_000);
  expect(await prune()).toEqual([]);
  const [incident] = await t.database.db.select().from(incidents);
  await resolveIncident(t.database, t.access, incident?.id ?? '', { action: 'dismiss', reason: null, comment: null });
  expect(await prune()).toEqual([]);
  await t.database.db.update(incidents).set({ resolvedAt: new Date(Date.now() - 10_000 * 86_400_000) });
  expect(await prune()).toEqual([1]);
  expect(await t.database.db.$count(incidents)).toBe(0);
});
