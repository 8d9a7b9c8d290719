import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '@carillon/testkit/wait-for';
import { openDatabase, type Database } from '../../../src/db/client.js';
import { startLoop } from '../../../src/engine/loop.js';
import { tendWorkerJobs } from '../../../src/engine/tend-worker-jobs.js';
import { setUp, verbs, type Setup } from './support.js';

let t: Setup;
beforeAll(async () => void (t = await setUp(4)));
afterAll(() => t.close());

/** Two tenders on connections of their own, as two schedulers have them. */
const startTenders = (databases: readonly Database[]) =>
  databases.map(({ pool }) => startLoop({ work: async () => (await tendWorkerJobs(pool)).sleepMs, onError: fail }));
const fail = (error: Error) => {
  throw error;
};

describe('after everything was restarted', () => {
  test('back-offs, starts and leases come neither early nor more than a second late', async () => {
    const due = new Map<string, number>();
    const former = openDatabase({ url: t.url, max: 2 });
    const earlier = verbs(former, t.userId);
    for (let i = 0; i < 20; i++) {
      const [failed = ''] = await earlier.create(1);
      const held = await earlier.activateOne({ leaseMs: 3_600_000 });
      const outcome = await earlier.fail(failed, { activationId: held.activationId, backoffMs: 300 + 60 * i });
      if (outcome.kind !== 'failed') throw new Error(outcome.kind);
      due.set(failed, outcome.backoff?.nextRetryAt ?? 0);
      const runAt = new Date(Date.now() + 500 + 60 * i);
      const [later = ''] = await earlier.create(1, { runAt });
      due.set(later, runAt.getTime());
    }
    await earlier.create(5, { type: 'leased' });
    for (const job of await earlier.activate({ type: 'leased', leaseMs: 1_000 })) due.set(job.key, job.deadline);
    await former.close();

    const databases = [openDatabase({ url: t.url, max: 2 }), openDatabase({ url: t.url, max: 2 })] as const;
    const tenders = startTenders(databases);
    const late: number[] = [];
    await waitFor('all jobs to be offered', async () => {
      for (const type of ['email', 'leased'])
        for (const job of await t.activate({ type, maxJobs: 100, leaseMs: 3_600_000 }))
          late.push(job.activatedAt - (due.get(job.key) ?? Infinity));
      return late.length === due.size;
    });
    await Promise.all(tenders.map((tender) => tender.stop()));
    await Promise.all(databases.map((database) => database.close()));
    expect(late.length).toBe(45);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThanOrEqual(1_000);
  });
});

describe('a round', () => {
  test('is shared with other schedulers: nothing is done twice', async () => {
    for (let i = 0; i < 12; i++) await t.create(100, { type: 'shared' });
    const jobs = [];
    for (let i = 0; i < 12; i++) jobs.push(...(await t.activate({ type: 'shared', maxJobs: 100 })));
    await t.database.pool.query(`UPDATE worker_jobs SET deadline = clock_timestamp() WHERE type = 'shared'`);
    const rounds = await Promise.all(Array.from({ length: 4 }, () => tendWorkerJobs(t.database.pool)));
    const rest = [await tendWorkerJobs(t.database.pool), await tendWorkerJobs(t.database.pool)];
    expect([...rounds, ...rest].reduce((sum, round) => sum + round.offeredAgain, 0)).toBe(1_200);
    const { rows } = await t.database.pool.query(
      `SELECT expiries, count(*)::int FROM worker_jobs WHERE type = 'shared' GROUP BY expiries`,
    );
    expect(rows).toEqual([{ expiries: 1, count: 1_200 }]);
  });

  test('tells when to look next: at once after a full one, else when something is due, a quarter of a second at most', async () => {
    await t.database.pool.query('TRUNCATE worker_jobs, incidents');
    expect(await tendWorkerJobs(t.database.pool)).toMatchObject({ nextInMs: null, sleepMs: 250 });
    await t.create(1, { runAt: new Date(Date.now() + 3_600_000) });
    expect(await tendWorkerJobs(t.database.pool)).toMatchObject({ sleepMs: 250 });
    await t.create(1, { runAt: new Date(Date.now() + 150) });
    const round = await tendWorkerJobs(t.database.pool);
    expect(round.sleepMs).toBeLessThanOrEqual(152);
    await t.create(600, { runAt: new Date(Date.now() + 3_600_000) });
    await t.database.pool.query('UPDATE worker_jobs SET available_at = clock_timestamp() WHERE NOT ready');
    expect(await tendWorkerJobs(t.database.pool)).toMatchObject({ promoted: 500, sleepMs: 0 });
  });
});
