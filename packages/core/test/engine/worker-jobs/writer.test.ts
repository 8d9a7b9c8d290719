import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Queryable } from '../../../src/db/client.js';
import { createWorkerJobWriter } from '../../../src/engine/worker-job-writer.js';
import { draftOf, pack, setUp, type Setup } from './support.js';

let t: Setup;
beforeAll(async () => void (t = await setUp()));
afterAll(() => t.close());
beforeEach(() => t.database.pool.query('TRUNCATE worker_jobs, incidents'));

/** A pool that counts its statements. */
const counting = () => {
  const counted = {
    statements: 0,
    query(statement: { name: string; text: string; values: unknown[] }) {
      counted.statements++;
      return t.database.pool.query(statement);
    },
  };
  return counted;
};

test('what comes together is one statement, and each caller has the answer to its own', async () => {
  const pg = counting();
  const woken: string[] = [];
  const writer = createWorkerJobWriter({
    pg: pg as unknown as Queryable,
    node: 'srv1',
    wake: (_, type) => woken.push(type),
  });
  const made = await Promise.all(
    Array.from({ length: 100 }, (_, i) => writer.create({ ...draftOf(t.userId), variables: pack({ i }) })),
  );
  expect(pg.statements).toBe(1);
  expect(woken).toHaveLength(100);
  for (const i of [0, 42, 99]) expect((await t.rowOf(made[i]?.key ?? '')).variables).toEqual({ i });

  const jobs = await t.activate({ maxJobs: 100 });
  const strangers = jobs.map((job, i) => (i % 2 === 0 ? t.userId : 'user_other'));
  const outcomes = await Promise.all(
    jobs.map(({ key, activationId }, i) =>
      writer.complete({ userId: strangers[i] ?? '', tenantIds: null, key, activationId, variables: pack({}) }),
    ),
  );
  expect(pg.statements).toBe(2);
  expect(outcomes.map((outcome) => outcome.kind)).toEqual(
    jobs.map((_, i) => (i % 2 === 0 ? 'completed' : 'not_found')),
  );
});

test('one that does not fit fails alone; its neighbours are made', async () => {
  const writer = createWorkerJobWriter({ pg: t.database.pool, node: 'srv1', wake: () => undefined });
  const results = await Promise.allSettled([
    writer.create(draftOf(t.userId)),
    writer.create({ ...draftOf(t.userId), priority: 101 }),
    writer.create(draftOf(t.userId)),
  ]);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await t.activate()).toHaveLength(2);
});

test('when Postgres does not answer, every caller is told, and nothing is tried a second time', async () => {
  let statements = 0;
  const away = { query: () => (statements++, Promise.reject(new Error('Connection terminated unexpectedly'))) };
  const writer = createWorkerJobWriter({ pg: away as unknown as Queryable, node: 'srv1', wake: () => undefined });
  const results = await Promise.allSettled([writer.create(draftOf(t.userId)), writer.create(draftOf(t.userId))]);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
  expect(statements).toBe(1);
});
