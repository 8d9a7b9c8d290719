import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { seeded, testSeed } from '@carillon/testkit/random';
import { waitFor } from '@carillon/testkit/wait-for';
import { inSnapshot, inTransaction, type Queryable } from '../../../src/db/client.js';
import { addToTotals, findRollUpSpan, lockTotals } from '../../../src/db/queries/roll-up-worker-jobs.js';
import type { WorkerJobFilter } from '../../../src/db/queries/worker-job-lists.js';
import { sumByState } from '../../../src/db/queries/worker-job-sums.js';
import type { WorkerJobSum } from '../../../src/domain/worker-job/statistics.js';
import { TIMELINES, type TimelinePeriod } from '../../../src/domain/worker-job/timeline.js';
import { planRange, type TimeRange } from '../../../src/domain/worker-job/totals.js';
import { cancelWorkerJob } from '../../../src/engine/cancel-worker-job.js';
import { listIncidents } from '../../../src/engine/list-incidents.js';
import { readWorkerJobTimeline } from '../../../src/engine/read-worker-job-timeline.js';
import { resolveIncident } from '../../../src/engine/resolve-incident.js';
import { rollUpWorkerJobs } from '../../../src/engine/roll-up-worker-jobs.js';
import { setUp, type Setup } from './support.js';

/** Sums from totals, recent ends and what is under way are what counting every row would give. */

let t: Setup;
beforeAll(async () => {
  t = await setUp(12);
});
afterAll(() => t.close());

const TIMELINE_PERIODS = Object.keys(TIMELINES) as TimelinePeriod[];
const ALL: TimeRange = { from: null, to: null };
const byState = (sums: readonly WorkerJobSum[]) =>
  [...sums].map((sum) => ({ ...sum })).sort((a, b) => (a.state < b.state ? -1 : 1));
const filterOf = (fields: Partial<WorkerJobFilter> = {}): WorkerJobFilter => ({ ...t.access, created: ALL, ...fields });
const sums = async (pg: Queryable, filter = filterOf()) =>
  byState(await sumByState(pg, { ...filter, plan: planRange(filter.created) }));

/** The same, row by row. */
async function counted(pg: Queryable, filter = filterOf()): Promise<WorkerJobSum[]> {
  const { rows } = await pg.query<WorkerJobSum>(
    `SELECT state, count(*)::float8 AS count,
       sum(CASE WHEN finished_at IS NULL THEN 0 ELSE round(extract(epoch FROM finished_at - created_at) * 1000) END)::float8 AS "totalMs",
       sum(CASE WHEN finished_at IS NULL THEN 0 ELSE coalesce(round(extract(epoch FROM finished_at - activated_at) * 1000), 0) END)::float8 AS "processingMs",
       sum(CASE WHEN finished_at IS NULL THEN 0 ELSE failures END)::float8 AS failures
     FROM worker_jobs WHERE user_id = $1 AND ($2::text[] IS NULL OR state = ANY($2)) AND ($3::text IS NULL OR type = $3)
       AND ($4::text IS NULL OR worker = $4) AND created_at >= coalesce($5, '-infinity'::timestamptz)
       AND created_at < coalesce($6, 'infinity'::timestamptz) AND ($7::text[] IS NULL OR tenant_id = ANY($7))
       AND (NOT $8::boolean OR ready)
     GROUP BY state`,
    [
      ...[filter.userId, filter.states ?? null, filter.type ?? null, filter.worker ?? null],
      ...[filter.created.from, filter.created.to, filter.tenantIds, filter.ready ?? false],
    ],
  );
  return byState(rows);
}

const expectExact = (filter = filterOf()) =>
  inSnapshot(t.database.pool, async (pg) => expect(await sums(pg, filter)).toEqual(await counted(pg, filter)));
const count = async (query: string) => (await t.database.pool.query(query)).rows.length;
/** Somebody else's transactions on this server may hold the roll-up back for a moment. */
const othersAreOver = () =>
  waitFor('transactions of others are over', async () => {
    const pending = `SELECT 1 FROM worker_jobs WHERE finished_xid >= pg_snapshot_xmin(pg_current_snapshot()) LIMIT 1`;
    return (await count(pending)) === 0;
  });
const rollUpAll = async () => {
  await othersAreOver();
  for (let isFull = true; isFull;) ({ isFull } = await rollUpWorkerJobs(t.database.pool, 100));
};
const failedJob = async () => {
  await t.create(1, { type: 'failing', retries: 1 });
  const { key } = await t.activateOne({ type: 'failing' });
  await t.fail(key);
  const { incidents } = await listIncidents(t.database.db, { ...t.access, status: 'OPEN' }, { limit: 100, offset: 0 });
  return { key, incidentId: incidents.find((incident) => incident.workerJobKey === key)?.id ?? '' };
};
const retry = (id: string) =>
  resolveIncident(t.database, t.access, id, { action: 'retry', jobRetries: 1, variables: {}, comment: null });
const totalsRows = async () => {
  const { rows } = await t.database.pool.query<{ count: number }>('SELECT count(*)::int FROM worker_job_totals');
  return rows[0]?.count;
};

describe('an end', () => {
  test('counts once before the roll-up and once after it', async () => {
    const [key = ''] = await t.create(1);
    await t.activateOne();
    await t.complete(key);
    await expectExact();
    await rollUpAll();
    expect(await totalsRows()).toBe(3);
    await expectExact();
    expect((await rollUpWorkerJobs(t.database.pool)).rows).toBe(0);
    await expectExact();
  });

  test('that an incident undoes is taken out again, rolled up or not', async () => {
    for (const rolledUp of [false, true]) {
      const { incidentId } = await failedJob();
      if (rolledUp) await rollUpAll();
      expect(await retry(incidentId)).toMatchObject({ kind: 'retried' });
      await expectExact();
      await rollUpAll();
      await expectExact();
    }
  });

  test('that becomes another end counts as the other', async () => {
    const { key } = await failedJob();
    await rollUpAll();
    expect(await cancelWorkerJob(t.database.pool, { ...t.access, key, reason: null })).toMatchObject({
      kind: 'cancelled',
    });
    await expectExact();
    await rollUpAll();
    await expectExact();
  });

  test('whose job is deleted goes with it', async () => {
    const deleteSome = () =>
      t.database.pool.query(`DELETE FROM worker_jobs WHERE key IN (SELECT key FROM worker_jobs ORDER BY key LIMIT 2)`);
    await deleteSome();
    await expectExact();
    await t.database.pool.query('DELETE FROM worker_jobs');
    await expectExact();
    expect(await totalsRows()).toBe(0);
  });

  test('undone while a roll-up counts it is taken out afterwards', async () => {
    const { incidentId } = await failedJob();
    await othersAreOver();
    const [counted, goOn] = [createGate(), createGate()];
    const rollUp = inTransaction(t.database.pool, async (pg) => {
      await lockTotals(pg);
      const span = await findRollUpSpan(pg, 1_000);
      if (span !== null) await addToTotals(pg, span);
      counted.open();
      await goOn.opened;
      return span;
    });
    await counted.opened;
    const retried = retry(incidentId);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    await waitFor('the decision waits for the roll-up', async () => (await count(waiting)) > 0);
    await expectExact();
    goOn.open();
    expect(await rollUp).not.toBeNull();
    expect(await retried).toMatchObject({ kind: 'retried' });
    await expectExact();
  });
});

test('totals from a Postgres whose transactions had come further are made anew', async () => {
  await t.create(3);
  for (const { key } of await t.activate()) await t.complete(key);
  await rollUpAll();
  const far = `(pg_current_xact_id()::text::bigint + 1000000)::text::xid8`;
  await t.database.pool.query(`UPDATE worker_job_roll_up SET before = ${far}`);
  await t.database.pool.query(`ALTER TABLE worker_jobs DISABLE TRIGGER worker_jobs_uncount_reopened`);
  await t.database.pool.query(`UPDATE worker_jobs SET finished_xid = ${far} WHERE key IN (
    SELECT key FROM worker_jobs WHERE finished_xid IS NOT NULL ORDER BY key LIMIT 2)`);
  await t.database.pool.query(`ALTER TABLE worker_jobs ENABLE TRIGGER worker_jobs_uncount_reopened`);
  const [key = ''] = await t.create(1);
  await t.activateOne();
  await t.complete(key);
  await rollUpWorkerJobs(t.database.pool);
  await expectExact();
  await rollUpAll();
  await expectExact();
  expect(await count(`SELECT 1 FROM worker_jobs, worker_job_roll_up WHERE finished_xid >= before`)).toBe(0);
});

describe('while everything happens at once', () => {
  const TYPES = ['email', 'invoice'];
  const random = seeded(testSeed());
  /** One thing that somebody may do to jobs; what it finds to do depends on the others. */
  const acts: (() => Promise<unknown>)[] = [
    () => t.create(random.integer(1, 5), { type: random.pick(TYPES), tenantId: random.pick(['a', 'b']), retries: 1 }),
    async () => {
      const wish = { type: random.pick(TYPES), worker: random.pick(['w1', 'w2']), maxJobs: random.integer(1, 8) };
      for (const { key } of await t.activate(wish)) await (random.next() < 0.6 ? t.complete(key) : t.fail(key));
    },
    async () => {
      const [job] = await t.activate({ type: random.pick(TYPES), maxJobs: 1 });
      if (job !== undefined) await cancelWorkerJob(t.database.pool, { ...t.access, key: job.key, reason: null });
    },
    async () => {
      const open = { ...t.access, status: 'OPEN' } as const;
      const { incidents } = await listIncidents(t.database.db, open, { limit: 20, offset: 0 });
      if (incidents.length === 0) return;
      const { id, workerJobKey } = random.pick(incidents);
      if (random.next() < 0.5) await retry(id);
      else await cancelWorkerJob(t.database.pool, { ...t.access, key: workerJobKey, reason: null });
    },
    () => rollUpWorkerJobs(t.database.pool, random.integer(1, 30)),
    () =>
      t.database.pool.query(
        `DELETE FROM worker_jobs WHERE key = ANY(ARRAY(SELECT key FROM worker_jobs j WHERE finished_at IS NOT NULL
           AND NOT EXISTS (SELECT FROM incidents i WHERE i.worker_job_key = j.key AND i.status = 'OPEN')
         ORDER BY finished_at LIMIT 3))`,
      ),
  ];

  test('every sum is what counting gives, at any moment and at the end', async () => {
    const lane = async () => {
      for (let n = 0; n < 60; n++) await random.pick(acts)();
    };
    let [over, looks] = [false, 0];
    const look = async () => {
      while (!over) {
        const filter = filterOf(random.pick([{}, { type: 'email' }, { worker: 'w2' }, { tenantIds: ['b'] }]));
        await expectExact(filter);
        looks += 1;
      }
    };
    const looking = look();
    await Promise.all(Array.from({ length: 6 }, lane)).finally(() => (over = true));
    await looking;
    expect(looks).toBeGreaterThan(3);
    await rollUpAll();
    await expectExact();
    const states = ['COMPLETED', 'FAILED', 'CANCELLED'] as const;
    for (const state of states)
      await expectExact(filterOf({ states: [state], type: 'invoice', tenantIds: ['a', 'b'] }));
    await expectExact(filterOf({ states: ['CREATED', 'FAILED_RETRYABLE'], ready: true }));
  }, 60_000);

  test('the totals of minutes, hours and days are the same, histograms included', async () => {
    const { rows } = await t.database.pool.query<{ n: string }>(
      `SELECT DISTINCT concat_ws(' ', sum(count), sum(total_ms), sum(processing_ms), sum(failures),
         sum((SELECT sum(h) FROM unnest(histogram) h)), sum(histogram[1]), sum(histogram[6])) AS n
       FROM worker_job_totals GROUP BY minutes`,
    );
    expect(rows).toHaveLength(1);
  });

  test.each(TIMELINE_PERIODS)(
    'the timeline of %s is what counting gives, before and after the roll-up',
    async (period) => {
      await t.create(3, { type: 'late' });
      for (const { key } of await t.activate({ type: 'late', maxJobs: 2 })) await t.complete(key);
      const { bucketMinutes, seconds } = TIMELINES[period];
      const counted = async () => {
        const { rows } = await t.database.pool.query<{ at: Date; completed: number; all: number }>(
          `SELECT date_bin($2::int * interval '1 minute', created_at, 'epoch') AS at, count(*)::int AS all,
           count(*) FILTER (WHERE state = 'COMPLETED')::int AS completed
         FROM worker_jobs WHERE user_id = $1 GROUP BY 1 ORDER BY 1`,
          [t.access.userId, bucketMinutes],
        );
        return rows;
      };
      const told = async () => {
        const buckets = await readWorkerJobTimeline(t.database.pool, { ...t.access, period });
        expect(buckets).toHaveLength(seconds / 60 / bucketMinutes);
        return buckets
          .map(({ at, waiting, active, completed, failed, cancelled }) => {
            return { at, completed, all: waiting + active + completed + failed + cancelled };
          })
          .filter(({ all }) => all > 0);
      };
      const before = await told();
      expect(before).toEqual(await counted());
      await rollUpAll();
      expect(await told()).toEqual(before);
    },
  );
});
