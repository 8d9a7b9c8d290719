import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { tendWorkerJobs } from '@carillon/core/engine/tend-worker-jobs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGate, type Gate } from '@carillon/testkit/gate';
import { seeded, testSeed } from '@carillon/testkit/random';
import { waitFor } from '@carillon/testkit/wait-for';
import type { WorkerJobs } from '../../src/open-worker-jobs.js';
import { startApi, type TestApi } from '../support/start-api.js';
import { clientOf, newClient, type Client } from './support.js';

/** Long polls: woken by a creation, ended by their time, by a shutdown, and by workers that go away. */

let api: TestApi;
let client: Client;
let parts: WorkerJobs;
beforeAll(async () => {
  api = await startApi((deps) => {
    parts = deps.workerJobs;
    return {};
  });
  client = await newClient(api);
}, 60_000);
afterAll(() => api.close());

const poll = (type: string, fields: object = {}) =>
  client.call('POST', '/jobs/activate', { type, worker: 'w', request_timeout: 30_000, ...fields });
const waiting = (count: number) =>
  waitFor(`${count} polls wait`, () => parts.room.waiting === count, { timeoutMs: 30_000 });

/** Sends a poll on a connection of its own, which the test can cut. */
function openPoll(port: number, token: string, type: string, timeout = 300_000): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const body = JSON.stringify({ type, worker: 'ghost', request_timeout: 30_000, timeout });
  const head = `POST /api/v1/jobs/activate HTTP/1.1\r\nHost: x\r\nX-API-Key: ${token}\r\nContent-Type: application/json\r\n`;
  socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
  return socket;
}

const portOf = ({ url }: TestApi) => Number(new URL(url).port);

test('a creation wakes a poll', async () => {
  const answer = poll('wake');
  await waiting(1);
  const key = await client.create('wake');
  expect((await answer).data).toMatchObject({ jobs: [{ key }], activated_count: 1 });
});

test('the time of a poll is its own, and never more than the lease', async () => {
  const startedMs = performance.now();
  expect((await poll('nothing', { request_timeout: 300 })).data).toMatchObject({ jobs: [] });
  expect((await poll('nothing', { request_timeout: 20_000, timeout: 1_000 })).data).toMatchObject({ jobs: [] });
  const tookMs = performance.now() - startedMs;
  expect(tookMs).toBeGreaterThanOrEqual(1_290);
  expect(tookMs).toBeLessThan(5_000);
});

test('more than a thousand polls of one key: the next is told to come later', async () => {
  const sockets = Array.from({ length: 1_000 }, () => openPoll(portOf(api), client.token, 'crowd'));
  await waiting(1_000);
  const { status, error, headers } = await poll('crowd');
  expect([status, error.code, error.details]).toEqual([429, 'RATE_LIMITED', { retry_after: 1 }]);
  expect(headers.get('retry-after')).toBe('1');
  expect(parts.pool.totalCount).toBeLessThanOrEqual(10);
  for (const socket of sockets) socket.destroy();
  await waiting(0);
});

describe('a worker that goes away', () => {
  test('while it waits gets nothing, and the next one does', async () => {
    const socket = openPoll(portOf(api), client.token, 'left');
    await waiting(1);
    socket.destroy();
    await waiting(0);
    const key = await client.create('left');
    expect(await client.activate('left')).toMatchObject([{ key }]);
  });

  test('after its jobs were activated: they are offered again at once, without losing a retry', async () => {
    const activated = createGate();
    const answer = createGate();
    const held = await startApi(
      ({ workerJobs }) => ({ workerJobs: heldBack(workerJobs, activated, answer) }),
      null,
      api,
    );
    const key = await client.create('gone');
    const socket = openPoll(portOf(held), client.token, 'gone');
    await activated.opened;
    socket.destroy();
    await answer.opened;
    const isOffered = async () => (await client.activate('gone')).find((job) => job.key === key);
    expect(await waitFor('the job is offered again', isOffered, { timeoutMs: 2_000 })).toMatchObject({ retries: 3 });
    await held.close();
  });

  test('at any moment, 200 times: its jobs are offered again within 2 s', async () => {
    const random = seeded(testSeed());
    const outcomes: string[] = [];
    // Where the answer is written in so many steps depends on the machine: the cuts look for it.
    let around = 30;
    // Four hands at once, since some wait for a lease of a second.
    const hand = async (first: number) => {
      for (let n = first; n < 200; n += 4) {
        const outcome = await cutAtRandom(`ghost-${n}`, random.integer(0, 2 * around));
        around = Math.max(1, around + (outcome === 'delivered' ? -2 : 2));
        outcomes.push(outcome);
      }
    };
    await Promise.all([0, 1, 2, 3].map(hand));
    expect(outcomes).toHaveLength(200);
    // Cuts before the answer was written are the point; if they were rare, this test would not test much.
    expect(outcomes.filter((outcome) => outcome === 'offered again').length).toBeGreaterThan(20);
  }, 120_000);
});

/** Activates for a worker, but answers only when its connection is known to be gone. */
function heldBack(workerJobs: WorkerJobs, activated: Gate, answer: Gate): WorkerJobs {
  const { room } = workerJobs;
  return {
    ...workerJobs,
    room: {
      waiting: 0,
      wake: (userId, type) => room.wake(userId, type),
      drain: () => room.drain(),
      close: () => room.close(),
      async wait(request) {
        const outcome = await room.wait({ ...request, signal: new AbortController().signal });
        activated.open();
        if (!request.signal.aborted) await once(request.signal, 'abort');
        answer.open();
        return outcome;
      },
    },
  };
}

/**
 * Cuts a poll some steps of the event loop after a job was made for it. The job was delivered, or is offered again: at once
 * where the cut was seen in time, when its lease of a second runs out where the answer was on the wire already.
 */
async function cutAtRandom(type: string, steps: number): Promise<'delivered' | 'offered again'> {
  const socket = openPoll(portOf(api), client.token, type, 1_000);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  const creation = client.create(type);
  for (let step = 0; step < steps; step++) await new Promise((resolve) => setImmediate(resolve));
  socket.destroy();
  const key = await creation;
  if (answer.includes(key)) return 'delivered';
  const isOffered = async () => {
    await tendWorkerJobs(api.database.pool);
    return (await client.activate(type)).some((job) => job.key === key);
  };
  await waitFor(`the job of ${type} is offered again (TEST_SEED=${testSeed()})`, isOffered, { timeoutMs: 2_000 });
  return 'offered again';
}

test('a process that stops answers its polls with nothing', async () => {
  let room: WorkerJobs['room'] | undefined;
  const stopping = await startApi(
    (deps) => {
      ({ room } = deps.workerJobs);
      return {};
    },
    null,
    api,
  );
  const there = clientOf(stopping, client.userId, client.token);
  const polls = Array.from({ length: 20 }, () =>
    there.call('POST', '/jobs/activate', { type: 'drain', worker: 'w', request_timeout: 30_000 }),
  );
  await waitFor('20 polls wait', () => room?.waiting === 20);
  stopping.stopping.abort();
  const answers = await Promise.all(polls);
  expect(answers.map(({ status, data }) => [status, data['activated_count']])).toEqual(answers.map(() => [200, 0]));
  await stopping.close();
});
