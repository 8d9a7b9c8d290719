import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seeded, testSeed } from '@carillon/testkit/random';
import type { WorkerJobSort } from '../../../src/db/queries/worker-job-lists.js';
import type { WorkerJobState } from '../../../src/domain/worker-job/states.js';
import { listWorkerJobs, type WorkerJobSelection } from '../../../src/engine/list-worker-jobs.js';
import { readWorkerJobTimeline } from '../../../src/engine/read-worker-job-timeline.js';
import { readWorkerJobStatistics } from '../../../src/engine/read-worker-job-statistics.js';
import { rollUpWorkerJobs } from '../../../src/engine/roll-up-worker-jobs.js';
import { setUp, type Setup } from './support.js';

/** 50,000 ended jobs over three days and some under way: what listings and statistics say, and what they read for it. */

const JOBS = 50_000;

interface Row {
  key: string;
  type: string;
  state: WorkerJobState;
  createdAt: Date;
}

let t: Setup;
let rows: Row[];
beforeAll(async () => {
  t = await setUp();
  await t.database.pool.query(
    `INSERT INTO worker_jobs (key, user_id, tenant_id, type, state, ready, available_at, retries, original_retries, timeout_ms,
       created_at, activated_at, worker, activation_id, deadline, finished_at, finished_xid, variables, variables_bytes, custom_headers)
     SELECT 'srv1-job-' || lpad(to_hex(g), 32, '0'), $1, 'default', 'type-' || g % 20,
       CASE WHEN g % 1000 = 0 THEN 'FAILED' ELSE 'COMPLETED' END, false, c, 3, 3, 120000, c, c, 'worker-' || g % 10,
       gen_random_uuid(), c, c + (g % 3000) * interval '1 ms', pg_current_xact_id(), '{}', 2, '{}'
     FROM (SELECT g, clock_timestamp() - interval '3 days' * (1 - g::float8 / ${JOBS}) AS c FROM generate_series(1, ${JOBS}) g) s`,
    [t.userId],
  );
  for (let left = JOBS; left > 0;) left -= (await rollUpWorkerJobs(t.database.pool)).rows;
  await t.create(7);
  const stored = await t.database.pool.query<Row>(
    `SELECT key, type, state, created_at AS "createdAt" FROM worker_jobs ORDER BY created_at, key`,
  );
  rows = stored.rows;
}, 60_000);
afterAll(() => t.close());

const list = (
  selection: Partial<WorkerJobSelection> = {},
  offset = 0,
  descending = true,
  sortBy: WorkerJobSort = 'created_at',
) => listWorkerJobs(t.database.pool, { ...t.access, ...selection }, { limit: 20, offset, sortBy, descending });
const keysOf = async (...args: Parameters<typeof list>) => (await list(...args)).jobs.map((job) => job.key);
const ordered = (descending: boolean) => (descending ? [...rows].reverse() : rows);

describe('a page', () => {
  test('is what one would find by going through all, wherever it is', async () => {
    const random = seeded(testSeed());
    for (let n = 0; n < 40; n++) {
      const descending = random.next() < 0.5;
      const type = random.pick([undefined, 'type-0', 'type-3']);
      const states = random.pick([undefined, ['FAILED'] as const, ['COMPLETED'] as const, ['CREATED'] as const]);
      const createdAfter = random.pick([undefined, new Date(Date.now() - random.integer(0, 3 * 86_400_000))]);
      const fitting = ordered(descending).filter(
        (row) =>
          (type === undefined || row.type === type) &&
          (states === undefined || states.some((state) => state === row.state)) &&
          (createdAfter === undefined || row.createdAt >= createdAfter),
      );
      const offset = random.integer(0, fitting.length);
      const { jobs, summary } = await list({ type, states, createdAfter }, offset, descending);
      expect(summary.total).toBe(fitting.length);
      expect(jobs.map((job) => job.key)).toEqual(fitting.slice(offset, offset + 20).map((row) => row.key));
    }
  }, 30_000);

  test('beyond the end is empty', async () => {
    expect(await keysOf({}, rows.length)).toEqual([]);
    expect(await keysOf({}, 99_999_900)).toEqual([]);
  });

  test('by another order is complete', async () => {
    const first = await keysOf({}, 0, false, 'deadline');
    expect(first).toEqual(rows.slice(0, 20).map((row) => row.key));
  });
});

test('statistics add up', async () => {
  const { all, types, workers, percentiles } = await readWorkerJobStatistics(t.database.pool, t.access);
  expect(all).toMatchObject({
    total: JOBS + 7,
    waiting: 7,
    completed: JOBS - 50,
    failed: 50,
    successRatePercent: 99.9,
  });
  expect(types).toHaveLength(21);
  expect(types[0]).toMatchObject({ name: 'type-0', total: 2_500, completed: 2_450, failed: 50 });
  expect(workers.map((worker) => worker.total)).toEqual(Array.from({ length: 10 }, () => JOBS / 10));
  expect(all.averageProcessingMs).toBe(1_480);
  expect(percentiles.p50).toBeGreaterThan(1_400);
  expect(percentiles.p50).toBeLessThan(1_700);
  expect(percentiles.p99).toBeGreaterThan(2_900);
});

describe('what is read', () => {
  const scans = async () => {
    await t.database.pool.query('SELECT pg_stat_force_next_flush()');
    const { rows: stats } = await t.database.pool.query<{ scans: number; read: number }>(
      `SELECT seq_scan::int AS scans, (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_user_tables WHERE relname = 'worker_jobs'`,
    );
    return stats[0] ?? { scans: 0, read: 0 };
  };
  /** Counted by Postgres for the whole database; nothing else happens in this one. Asked until a session has told. */
  const readBy = async (work: () => Promise<unknown>) => {
    const before = await scans();
    await work();
    await Promise.all(
      Array.from({ length: 8 }, () => t.database.pool.query('SELECT pg_stat_force_next_flush(), pg_sleep(0)')),
    );
    const after = await scans();
    return { scans: after.scans - before.scans, rows: after.read - before.read };
  };

  test('is noticed here when it is the whole table', async () => {
    const read = await readBy(() => t.database.pool.query('SELECT count(variables) FROM worker_jobs'));
    expect(read).toEqual({ scans: 1, rows: JOBS + 7 });
  });

  test.each([
    ['analyzed', 'ANALYZE'],
    ['not analyzed', `DELETE FROM pg_statistic WHERE starelid = 'worker_jobs'::regclass`],
  ])('is little, and never the whole table: %s', async (_title, prepare) => {
    await t.database.pool.query(prepare);
    for (const work of [
      () => list(),
      () => list({}, 40_000),
      () => list({ withinSeconds: 86_400, type: 'type-3' }, 500),
      () => list({ states: ['FAILED'] }, 20),
      () => list({ states: ['CANCELLED'] }),
      () => list({ states: ['CREATED'] }),
      () => readWorkerJobStatistics(t.database.pool, t.access),
      () => readWorkerJobStatistics(t.database.pool, { ...t.access, withinSeconds: 3_600, worker: 'worker-3' }),
      () => readWorkerJobTimeline(t.database.pool, { ...t.access, period: '7d' }),
    ]) {
      const read = await readBy(work);
      expect(read.scans).toBe(0);
      expect(read.rows).toBeLessThan(JOBS / 20);
    }
  });
});
