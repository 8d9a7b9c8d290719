import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { seeded, testSeed } from '@carillon/testkit/random';
import { waitFor } from '@carillon/testkit/wait-for';
import type { Queryable } from '../../../src/db/client.js';
import { createActivationRoom, type ActivationRoom, type ActivationWait } from '../../../src/engine/activation-room.js';
import { setUp, wishOf, type Setup } from './support.js';

let t: Setup;
let room: ActivationRoom;
const errors: Error[] = [];
const open = (pg: Queryable = t.database.pool, maxWaitsPerKey = 1_000) =>
  createActivationRoom({ pg, databaseUrl: t.url, onError: (error) => errors.push(error), maxWaitsPerKey });
const listeners = async () => {
  const { rows } = await t.database.pool.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'carillon-listen-carillon_worker_jobs'
       AND state = 'idle' AND query LIKE 'LISTEN%'`,
  );
  return rows.map((row) => row.pid);
};

beforeAll(async () => void (t = await setUp()));
afterAll(() => t.close());
beforeEach(async () => {
  errors.length = 0;
  await t.database.pool.query('TRUNCATE worker_jobs, incidents');
  room = open(watched(t.database.pool) as unknown as Queryable);
  await waitFor('the room to listen', async () => (await listeners()).length === 1);
});
afterEach(() => room.close());

const ask = async (fields: Partial<ActivationWait> = {}, at = room) => {
  const outcome = await at.wait({
    ...wishOf(t.userId),
    maxJobs: 1,
    keyId: 'key_1',
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    ...fields,
  });
  if (outcome.kind !== 'activated') throw new Error(outcome.kind);
  return outcome.jobs.map((job) => job.key);
};
const waiting = (count: number) => waitFor(`${count} to wait`, () => room.waiting === count, { everyMs: 1 });
/** Statements of the room under way. */
let looks = 0;
const watched = (pool: Queryable) => ({
  query: (statement: { name: string; text: string; values: unknown[] }) => {
    looks++;
    return pool.query(statement).finally(() => looks--);
  },
});
/** Until the room has looked on behalf of those that joined and has found nothing. */
const settled = () => waitFor('the room to have looked', () => looks === 0, { everyMs: 5 });

describe('a poll', () => {
  test('gets what is ready at once, else what is made while it waits, within 100 ms', async () => {
    const [ready] = await t.create(1);
    expect(await ask()).toEqual([ready]);
    const took: number[] = [];
    for (let i = 0; i < 20; i++) {
      const poll = ask();
      await settled();
      const start = performance.now();
      const [made] = await t.create(1);
      expect(await poll).toEqual([made]);
      took.push(performance.now() - start);
    }
    expect(took.sort((a, b) => a - b)[10]).toBeLessThan(100);
  });

  test('is answered with nothing when its time is up, to 100 ms', async () => {
    const start = performance.now();
    expect(await ask({ timeoutMs: 300 })).toEqual([]);
    const took = performance.now() - start;
    expect(took).toBeGreaterThan(295);
    expect(took).toBeLessThan(400);
    expect(await ask({ timeoutMs: 0 })).toEqual([]);
    expect(room.waiting).toBe(0);
  });

  test('sees only the variables it asked for, and only the tenants it may', async () => {
    const everything = ask({ timeoutMs: 20_000, tenantIds: ['a'] });
    await waiting(1);
    const [other] = await t.create(1, { tenantId: 'b' });
    const [own] = await t.create(1, { tenantId: 'a' });
    expect(await everything).toEqual([own]);
    expect(await ask({ tenantIds: ['b', 'c'] })).toEqual([other]);
    expect(await ask({ tenantIds: [], timeoutMs: 50 })).toEqual([]);
  });

  test('fails when Postgres does, instead of waiting for it', async () => {
    const away = { query: () => Promise.reject(new Error('Connection terminated unexpectedly')) };
    const closed = open(away as unknown as Queryable);
    await expect(ask({}, closed)).rejects.toThrow('Connection terminated');
    expect(closed.waiting).toBe(0);
    await closed.close();
  });
});

describe('many polls', () => {
  test('of one type are served in the order they came when jobs are scarce', async () => {
    const served: number[] = [];
    const polls = [];
    for (let i = 0; i < 20; i++) {
      polls.push(ask().then((keys) => served.push(i) && keys));
      await waiting(i + 1);
    }
    const keys = [];
    for (let i = 0; i < 20; i++) {
      keys.push(...(await t.create(1)));
      await waiting(19 - i);
      await settled();
    }
    expect((await Promise.all(polls)).flat()).toEqual(keys);
    expect(served).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  test('share a batch that is made at once: each gets one, nobody waits for the next poll', async () => {
    const polls = Array.from({ length: 100 }, () => ask());
    await waiting(100);
    await settled();
    const start = performance.now();
    const keys = await t.create(100);
    expect((await Promise.all(polls)).flat().sort()).toEqual(keys);
    expect(performance.now() - start).toBeLessThan(800);
  });

  test('one that sees other tenants only does not hold up those behind it', async () => {
    const first = ask({ tenantIds: ['a'] });
    await waiting(1);
    const second = ask({ tenantIds: ['b'] });
    const third = ask();
    await waiting(3);
    await settled();
    const [key] = await t.create(1, { tenantId: 'b' });
    expect(await second).toEqual([key]);
    await settled();
    const [any] = await t.create(1, { tenantId: 'c' });
    expect(await third).toEqual([any]);
    room.drain();
    expect(await first).toEqual([]);
  });

  test('a thousand wait on the connections there are, in less than 50 MB; one more of the same key is refused', async () => {
    const before = process.memoryUsage();
    const polls = Array.from({ length: 1_000 }, (_, i) => ask({ type: `type-${i % 100}`, timeoutMs: 30_000 }));
    await waiting(1_000);
    await settled();
    const { rows } = await t.database.pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database()',
    );
    // The pool's eight and the listener.
    expect(rows[0]?.count).toBeLessThanOrEqual(9);
    const used = (usage: NodeJS.MemoryUsage) => usage.heapUsed + usage.external;
    expect(used(process.memoryUsage()) - used(before)).toBeLessThan(50 * 1024 * 1024);
    await expect(ask()).rejects.toThrow('too_many_waits');
    const other = ask({ keyId: 'key_2' });
    await waiting(1_001);
    room.drain();
    expect((await Promise.all([...polls, other])).flat()).toEqual([]);
    expect(await ask()).toEqual([]);
  });
});

describe('a worker that has gone', () => {
  test('leaves the room, and what was being activated for it goes to the next', async () => {
    const gone = new AbortController();
    const gate = createGate();
    let held = true;
    // Postgres has answered, and the answer is still under way to us when the worker goes.
    const query = async (statement: { name: string; text: string; values: unknown[] }) => {
      const answer = await t.database.pool.query(statement);
      if (held && answer.rows.length > 0) await gate.opened;
      return answer;
    };
    const slow = open({ query } as unknown as Queryable);
    const [key = ''] = await t.create(1);
    const poll = ask({ signal: gone.signal, worker: 'gone' }, slow);
    await waitFor('the job to be activated', async () => (await t.rowOf(key)).state === 'ACTIVE');
    gone.abort();
    expect(await poll).toEqual([]);
    held = false;
    const next = ask({ worker: 'next' });
    gate.open();
    expect(await next).toEqual([key]);
    expect(await t.rowOf(key)).toMatchObject({ worker: 'next', retries: 3, expiries: 0, failures: 0 });
    await slow.close();
  });

  test('at two hundred random moments loses no job: each is offered again within two seconds', async () => {
    const random = seeded(testSeed());
    for (let round = 0; round < 200; round++) {
      const gone = new AbortController();
      const poll = ask({ signal: gone.signal, worker: 'gone' });
      const made = t.create(1);
      setTimeout(() => gone.abort(), random.next() * 8);
      const [keys, [key]] = await Promise.all([poll, made]);
      // Handed over before it went: that it was not delivered is for the caller to say.
      if (keys.length > 0) continue;
      const start = performance.now();
      expect(await ask({ worker: 'next' })).toEqual([key]);
      expect(performance.now() - start).toBeLessThan(2_000);
    }
    expect(errors).toEqual([]);
  });
});

describe('the notifications', () => {
  test('are listened for again when their connection is cut; a job made meanwhile is found within 1.5 s', async () => {
    const poll = ask();
    await settled();
    await t.database.pool.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS p(pid)', [
      await listeners(),
    ]);
    const start = performance.now();
    const [key] = await t.create(1);
    expect(await poll).toEqual([key]);
    expect(performance.now() - start).toBeLessThan(1_500);
    await waitFor('the room to listen again', async () => (await listeners()).length === 1);
    const next = ask();
    await settled();
    const again = performance.now();
    await t.create(1);
    await next;
    expect(performance.now() - again).toBeLessThan(500);
  });

  test('a job that becomes ready without one is found within a second', async () => {
    const poll = ask();
    await settled();
    const [key = ''] = await t.create(1, { runAt: new Date(Date.now() + 3_600_000) });
    const start = performance.now();
    await t.database.pool.query('UPDATE worker_jobs SET ready = true');
    expect(await poll).toEqual([key]);
    expect(performance.now() - start).toBeLessThan(1_100);
  });
});
