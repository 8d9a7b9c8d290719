import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { waitFor } from '@carillon/testkit/wait-for';
import { WorkerClient, WorkerStopped, type Job } from '../../src/index.js';
import { fetchWith, newType, startService, type Service } from '../support.js';

const POLL = /\/activate$/;

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterEach(() => service.stopWorkers());
afterAll(() => service.close());

const create = async (type: string) =>
  (await service.client.createWorkerJob({ body: { type, variables: {} } })).job_key;
const statusOf = async (key: string) => (await service.client.getWorkerJob({ path: { key } })).status;
const activate = (type: string, request_timeout = 0) =>
  service.client.activateWorkerJobs({ body: { type, worker: 'other', request_timeout } });

/** A worker in whose handler a job is, and waits. */
async function busyWorker(drainMs: number) {
  const type = newType();
  const key = await create(type);
  const [begun, gate] = [createGate(), createGate()];
  let job: Job | null = null;
  const worker = service.newWorker({ drainMs });
  worker.worker(type, async (given) => {
    job = given;
    begun.open();
    await gate.opened;
    return { done: true };
  });
  worker.start();
  await begun.opened;
  return { type, key, worker, gate, job: () => job };
}

describe('a worker that stops', () => {
  test('breaks off a poll that waits: what comes next is for others, at once', async () => {
    const type = newType();
    const polled = createGate();
    const worker = service.newWorker({ fetch: fetchWith(POLL, () => polled.open()) });
    const handled: string[] = [];
    worker.worker(type, ({ key }) => void handled.push(key), { requestTimeoutMs: 30_000 }).start();
    await polled.opened;
    const startedAt = performance.now();
    await worker.stop();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    const key = await create(type);
    expect((await activate(type, 10_000)).jobs.map((job) => job.key)).toEqual([key]);
    expect(handled).toEqual([]);
    expect(service.errors).toEqual([]);
  });

  test('waits for its handlers, and takes nothing new meanwhile', async () => {
    const { type, key, worker, gate } = await busyWorker(60_000);
    const stopped = worker.stop();
    const next = await create(type);
    expect((await activate(type, 10_000)).jobs.map((job) => job.key)).toEqual([next]);
    expect(await statusOf(key)).toBe('ACTIVE');
    gate.open();
    await stopped;
    expect(await statusOf(key)).toBe('COMPLETED');
    expect(worker.stop()).toBe(stopped);
  });

  test('gives back what takes too long: others get it at once, with no attempt used up', async () => {
    const { type, key, worker, gate, job } = await busyWorker(50);
    await worker.stop();
    expect(job()?.signal.reason).toBeInstanceOf(WorkerStopped);
    expect((await activate(type, 10_000)).jobs).toMatchObject([{ key, retries: 3 }]);
    gate.open();
    expect(await statusOf(key)).toBe('ACTIVE');
  });

  test('does so on a signal, once: the second one is the process’s own', async () => {
    const before = process.listenerCount('SIGUSR2');
    const worker = service.newWorker({ stopOn: ['SIGUSR2'] });
    worker.worker(newType(), () => undefined).start();
    expect(process.listenerCount('SIGUSR2')).toBe(before + 1);
    process.emit('SIGUSR2', 'SIGUSR2');
    expect(process.listenerCount('SIGUSR2')).toBe(before);
    await worker.stop();
  });
});

describe('what goes wrong in the background', () => {
  test('is told, and polling goes on, but not at once', async () => {
    const type = newType();
    let polls = 0;
    const fetch = fetchWith(POLL, () => {
      polls += 1;
      if (polls <= 2) throw new TypeError('fetch failed');
    });
    const done = createGate();
    const onError = (error: unknown) => {
      service.errors.push({ error, activity: 'poll', jobKey: null });
      throw new Error('the hook itself fails');
    };
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const startedAt = performance.now();
    service
      .newWorker({ fetch, onError })
      .worker(type, () => done.open())
      .start();
    await create(type);
    await done.opened;
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(125 + 250);
    expect(service.errors).toMatchObject([{ error: { code: 'UNREACHABLE' } }, { error: { code: 'UNREACHABLE' } }]);
    expect(warn.mock.calls.map(([warning, type]) => [String(warning), type])).toEqual([
      [expect.stringContaining('the hook itself fails'), 'CarillonWarning'],
      [expect.stringContaining('the hook itself fails'), 'CarillonWarning'],
    ]);
    warn.mockRestore();
  });

  test('of a report is made good: a result whose answer was lost is told again, and counts once', async () => {
    const type = newType();
    const key = await create(type);
    const statuses: number[] = [];
    const lossy: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (!answer.url.endsWith('/complete')) return answer;
      statuses.push(answer.status);
      if (statuses.length === 1) throw new TypeError('fetch failed');
      return answer;
    };
    service
      .newWorker({ fetch: lossy })
      .worker(type, () => ({ sent: true }))
      .start();
    await waitFor('a second report', () => statuses.length === 2);
    expect(service.errors).toMatchObject([{ activity: 'report', error: { code: 'UNREACHABLE' } }]);
    await service.stopWorkers();
    expect(statuses).toEqual([200, 409]);
    expect(await statusOf(key)).toBe('COMPLETED');
  });
});

describe('a worker is refused', () => {
  const stopped = () => {
    const ended = worker().worker('a', () => undefined);
    void ended.stop();
    return ended;
  };
  const worker = () => new WorkerClient({ baseUrl: 'http://127.0.0.1:9', apiKey: 'car_x' });
  test.each([
    ['a type that cannot be one', () => worker().worker('a b', () => undefined), /^type must be/],
    ['no place at all', () => worker().worker('a', () => undefined, { concurrency: 0 }), /^concurrency must be/],
    ['a lease too short', () => worker().worker('a', () => undefined, { leaseMs: 10 }), /^leaseMs must be/],
    ['too many jobs', () => worker().worker('a', () => undefined, { maxJobs: 101 }), /^maxJobs must be/],
    [
      'two handlers of a type',
      () =>
        worker()
          .worker('a', () => 0 as never)
          .worker('a', () => 0 as never),
      /already/,
    ],
    ['nothing to do', () => worker().start(), /nothing to do/],
    ['an end before its beginning', () => stopped().start(), /has been stopped/],
    ['no address', () => new WorkerClient({ baseUrl: 'nowhere', apiKey: 'car_x' }), /Invalid URL/],
  ])('with %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
