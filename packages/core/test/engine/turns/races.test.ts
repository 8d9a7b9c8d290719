import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { seeded, testSeed } from '@carillon/testkit/random';
import { waitFor } from '@carillon/testkit/wait-for';
import type { PoolClient } from 'pg';
import { finishRuns } from '../../../src/db/queries/finish-runs.js';
import { noteVerdicts } from '../../../src/db/queries/note-verdicts.js';
import type { StartedRun } from '../../../src/db/queries/start-runs.js';
import { startRunBatch } from '../../../src/engine/start-run-batch.js';
import { outcomeOf, setUp, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => s.clear());

/** A transaction whose end the test decides. */
async function open<T>(
  work: (pg: PoolClient) => Promise<T>,
): Promise<{ result: T; commit: () => Promise<void>; pg: PoolClient }> {
  const pg = await s.database.pool.connect();
  await pg.query('BEGIN');
  const result = await work(pg);
  const commit = async () => {
    await pg.query('COMMIT');
    pg.release();
  };
  return { result, commit, pg };
}

/** Ends a run in the ledger as a worker does, and stops before the verdict on its cron job and the commit. */
const openEnd = (started: StartedRun) => open((pg) => finishRuns(pg, [outcomeOf(started, 500)]));
const verdict = (pg: PoolClient, cronJobId: string) =>
  noteVerdicts(pg, [{ cronJobId, lastStatus: 'failed', failures: 1, recovered: false }]);

const isWaitedFor = (text: string) =>
  waitFor(`a statement with ${text} to wait for a lock`, async () => {
    const sql = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1 AND datname = current_database()`;
    return ((await s.database.pool.query(sql, [`%${text}%`])).rowCount ?? 0) > 0;
  });

describe('a claim while the end of the run before is being written', () => {
  test.each(['skip', 'queue', 'cancelPrevious'] as const)(
    '%s: neither waits for the other, whichever of them has what first',
    async (overlap) => {
      const job = await s.exclusive({ overlap });
      const started = await s.mustStart(await s.fire(job));
      const end = await openEnd(started);
      // Its turn is gone there and here it is not: the claim must not wait for it, since the end is about to ask for the
      // cron job that the claim has locked.
      const next = await s.fire(job);
      expect(next.state).toBe(overlap === 'skip' ? 'skipped' : 'queued');
      expect((await s.turns(job)).waiting).toEqual(overlap === 'skip' ? [] : [next.id]);
      await verdict(end.pg, job);
      await end.commit();
      expect((await s.run(started.runId)).state).toBe('failed');
      expect((await s.admit()).admitted).toBe(overlap === 'skip' ? 0 : 1);
      expect((await s.turns(job)).holder).toBe(overlap === 'skip' ? null : next.id);
    },
  );

  test('the verdict waits for the claim, and the claim for nobody', async () => {
    const job = await s.exclusive({ overlap: 'queue' });
    const started = await s.mustStart(await s.fire(job));
    const end = await openEnd(started);
    const claim = await open((pg) => pg.query('SELECT FROM cron_jobs WHERE id = $1 FOR UPDATE', [job]));
    const noted = verdict(end.pg, job);
    await isWaitedFor('WITH verdict AS');
    // What a claim does under the lock: it reads the turn, and finds it held.
    const { rows } = await claim.pg.query('SELECT run_id FROM run_turns WHERE cron_job_id = $1', [job]);
    expect(rows).toEqual([{ run_id: started.runId }]);
    await claim.commit();
    await noted;
    await end.commit();
    expect(await s.turns(job)).toEqual({ holder: null, waiting: [] });
  });
});

describe('giving a turn', () => {
  test('passes over a cron job that somebody claims or changes this moment', async () => {
    const job = await s.exclusive({ overlap: 'queue' });
    const started = await s.mustStart(await s.fire(job));
    await s.fire(job);
    await s.finish(started);
    const change = await open((pg) => pg.query('SELECT FROM cron_jobs WHERE id = $1 FOR NO KEY UPDATE', [job]));
    expect(await s.admit()).toMatchObject({ cronJobs: 1, admitted: 0 });
    await change.commit();
    expect(await s.admit()).toMatchObject({ cronJobs: 1, admitted: 1 });
  });

  test('five at once: one run has it', async () => {
    const jobs = [];
    for (let i = 0; i < 10; i++) {
      const job = await s.exclusive({ overlap: 'queue' });
      const started = await s.mustStart(await s.fire(job));
      await s.fire(job);
      await s.finish(started);
      jobs.push(job);
    }
    const rounds = await Promise.all(Array.from({ length: 5 }, () => s.admit()));
    expect(rounds.reduce((sum, round) => sum + round.admitted, 0)).toBeLessThanOrEqual(10);
    while ((await s.admit()).cronJobs > 0);
    for (const job of jobs) expect(await s.turns(job)).toMatchObject({ holder: expect.any(String), waiting: [] });
  });
});

test('claims, manual runs, ends, lost outcomes, changes of policy and admissions at once: one at a time, nobody waits for ever', async () => {
  const random = seeded(testSeed());
  const overlaps = ['skip', 'queue', 'cancelPrevious'] as const;
  const jobs: string[] = [];
  for (let i = 0; i < 6; i++) jobs.push(await s.exclusive({ overlap: random.pick(overlaps) }));
  const inHand = new Map<string, StartedRun>();
  const take = async () => {
    const { rows } = await s.database.pool.query<{ batchId: string; runIds: string[] }>(
      `SELECT id AS "batchId", run_ids AS "runIds" FROM run_batches WHERE state <> 'running'`,
    );
    for (const batch of rows) {
      const { runs } = await startRunBatch(s.database, batch);
      for (const started of runs) inHand.set(started.runId, started);
    }
  };
  const give = async () => {
    const started = random.pick([...inHand.values(), null]);
    if (started === null) return;
    inHand.delete(started.runId);
    await s.finish(started, random.pick([200, 500]));
  };
  const fire = async () => {
    await s.database.pool.query('UPDATE cron_jobs SET next_run_at = clock_timestamp() WHERE id = $1', [
      random.pick(jobs),
    ]);
    await s.claim();
  };
  const change = () => s.change(random.pick(jobs), { policy: { overlap: random.pick(overlaps) } });
  const moves: (() => Promise<unknown>)[] = [
    fire,
    fire,
    take,
    take,
    give,
    give,
    give,
    () => s.execute(random.pick(jobs)),
    () => s.admit(),
    change,
  ];
  const doubles = async () =>
    (
      await s.database.pool.query<{ cron_job_id: string }>(
        `SELECT cron_job_id FROM run_turns WHERE NOT waiting GROUP BY 1 HAVING count(*) > 1 UNION ALL
         SELECT r.cron_job_id FROM runs r JOIN run_batches b ON b.id = r.batch_id AND b.state = 'running'
         WHERE r.finished_at IS NULL GROUP BY 1 HAVING count(*) > 1`,
      )
    ).rows;
  for (let round = 0; round < 50; round++) {
    // Four at a time, two hundred in all; a deadlock would reject.
    await Promise.all(Array.from({ length: 4 }, () => random.pick(moves)()));
    expect(await doubles()).toEqual([]);
  }
  await waitFor('everybody to have had his turn', async () => {
    await s.admit();
    await take();
    while (inHand.size > 0) await give();
    return (await s.database.pool.query('SELECT FROM run_turns')).rowCount === 0;
  });
  const left = await s.database.pool.query(`SELECT FROM runs WHERE finished_at IS NULL`);
  expect(left.rowCount).toBe(0);
}, 60_000);
