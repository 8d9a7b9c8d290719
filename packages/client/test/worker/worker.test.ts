import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createGate, type Gate } from '@carillon/testkit/gate';
import { waitFor } from '@carillon/testkit/wait-for';
import { CarillonError, JobError, LeaseLost, RetryLater, type Job } from '../../src/index.js';
import { fetchWith, newType, startService, type Service } from '../support.js';

const POLL = /\/activate$/;
const EXTENSION = /\/timeout$/;

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterEach(() => service.stopWorkers());
afterAll(() => service.close());

const create = async (type: string, fields: { retries?: number; variables?: Record<string, unknown> } = {}) =>
  (await service.client.createWorkerJob({ body: { type, variables: {}, ...fields } })).job_key;
const look = (key: string) => service.client.getWorkerJob({ path: { key } });
const ended = (key: string, status: string) =>
  waitFor(`${key} to be ${status}`, async () => {
    const job = await look(key);
    return job.status === status && job;
  });
const eventsOf = async (key: string) => (await look(key)).execution_history.map(({ action }) => action);
/** By the clock that leases go by. */
const hasPassed = async (instant: Date, ms: number) => {
  const { rows } = await service.api.database.pool.query<{ passed: boolean }>(
    `SELECT clock_timestamp() > $1::timestamptz + $2 * interval '1 ms' AS passed`,
    [instant, ms],
  );
  return rows[0]?.passed ?? false;
};
/** A handler that waits at a gate, and the jobs that are in it. */
const gated = (gate: Gate) => {
  const jobs: Job[] = [];
  const handler = async (job: Job) => {
    jobs.push(job);
    await gate.opened;
    return { done: true };
  };
  return { jobs, handler };
};

describe('a handler', () => {
  test('gets a job that is created while its worker waits, and returns its result', async () => {
    const type = newType();
    const polled = createGate();
    const worker = service.newWorker({ fetch: fetchWith(POLL, () => polled.open()) });
    worker.worker<{ to: string }>(type, ({ variables }) => ({ greeting: `Hello ${variables.to}` }));
    worker.start();
    await polled.opened;
    const key = await create(type, { variables: { to: 'you' } });
    const job = await ended(key, 'COMPLETED');
    expect(job.execution_summary).toMatchObject({ retries_used: 0, result_variables: { greeting: 'Hello you' } });
    expect(job.worker_assignment).toMatchObject({ worker_id: 'tester' });
    expect(service.errors).toEqual([]);
  });

  test('gets no more jobs than there are places: the others stay for other workers', async () => {
    const type = newType();
    const keys = await Promise.all(Array.from({ length: 5 }, () => create(type)));
    const gate = createGate();
    const { jobs, handler } = gated(gate);
    service.newWorker().worker(type, handler, { concurrency: 2 }).start();
    await waitFor('two jobs', () => jobs.length === 2);
    const others = await service.client.activateWorkerJobs({ body: { type, worker: 'other', request_timeout: 0 } });
    expect(others.jobs).toHaveLength(3);
    gate.open();
    for (const { key } of jobs) await ended(key, 'COMPLETED');
    expect([...jobs, ...others.jobs].map(({ key }) => key).sort()).toEqual([...keys].sort());
  });

  test('sees the variables that were asked for, and the jobs of the tenants that were', async () => {
    const type = newType();
    const seen: Job[] = [];
    const draft = { type, variables: { wanted: 1, unwanted: 2 } };
    await service.client.createWorkerJob({ body: { ...draft, tenant_id: 'theirs' } });
    await service.client.createWorkerJob({
      body: { ...draft, tenant_id: 'ours', priority: -1, custom_headers: { h: 1 } },
    });
    const options = { fetchVariables: ['wanted'], tenantIds: ['ours'] };
    service
      .newWorker()
      .worker(type, (job) => void seen.push(job), options)
      .start();
    await waitFor('a job', () => seen.length === 1);
    expect(seen[0]).toMatchObject({
      variables: { wanted: 1 },
      tenantId: 'ours',
      priority: -1,
      customHeaders: { h: 1 },
    });
  });
});

describe('what a handler throws', () => {
  test('fails the attempt, and the next one comes after a back-off', async () => {
    const type = newType();
    const key = await create(type);
    const attempts: Job[] = [];
    const handler = (job: Job) => {
      attempts.push(job);
      if (attempts.length === 1) throw new Error('no answer');
    };
    service.newWorker().worker(type, handler).start();
    await ended(key, 'COMPLETED');
    expect(attempts.map(({ retries }) => retries)).toEqual([3, 2]);
    const [first, second] = attempts.map(({ activatedAt }) => activatedAt.getTime());
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(service.errors).toMatchObject([{ activity: 'handler', jobKey: key, error: { message: 'no answer' } }]);
  });

  test('as RetryLater, names the back-off', async () => {
    const type = newType();
    const key = await create(type);
    const handler = () => {
      throw new RetryLater({ afterMs: 3_600_000 });
    };
    service.newWorker().worker(type, handler).start();
    await ended(key, 'FAILED_RETRYABLE');
    const again = await service.client.activateWorkerJobs({ body: { type, worker: 'other', request_timeout: 0 } });
    expect(again.jobs).toEqual([]);
    expect(service.errors).toEqual([]);
  });

  test('as JobError, ends the job with an incident', async () => {
    const type = newType();
    const key = await create(type);
    const handler = () => {
      throw new JobError('CARD_DECLINED', { message: 'Declined', variables: { bank: 'x' } });
    };
    service.newWorker().worker(type, handler).start();
    const job = await ended(key, 'ERROR_THROWN');
    const { incidents } = await service.client.listIncidents();
    expect(incidents.filter((incident) => incident.job_key === key)).toMatchObject([{ type: 'UNHANDLED_BPMN_ERROR' }]);
    expect(JSON.stringify(job)).toContain('CARD_DECLINED');
    expect(service.errors).toEqual([]);
  });

  test.each([
    ['that JSON cannot say', { size: 1n }],
    ['that the API refuses', { constructor: { x: 1 } }],
    ['that is no object', ['a']],
  ])('is its own fault when it returns something %s', async (_, result) => {
    const type = newType();
    const key = await create(type, { retries: 1 });
    service
      .newWorker()
      .worker(type, () => result)
      .start();
    const job = await ended(key, 'FAILED');
    expect(JSON.stringify(job.failure_information)).toMatch(/refused|must return an object/);
  });
});

describe('the lease', () => {
  const leaseMs = 1_000;

  test('lasts as long as the handler runs', async () => {
    const type = newType();
    const key = await create(type);
    const calls: Job[] = [];
    const handler = async (job: Job) => {
      calls.push(job);
      await waitFor('two leases to pass', () => hasPassed(job.activatedAt, 2.5 * leaseMs), { everyMs: 50 });
      return { aborted: job.signal.aborted };
    };
    service.newWorker().worker(type, handler, { leaseMs }).start();
    const job = await ended(key, 'COMPLETED');
    expect(job.execution_summary).toMatchObject({ result_variables: { aborted: false } });
    expect(calls).toHaveLength(1);
    expect((await eventsOf(key)).filter((event) => event === 'JOB_ACTIVATED')).toHaveLength(1);
  });

  /** Holds back requests until somebody else has the job. */
  const losing = async (pattern: RegExp, handler: (job: Job, lost: Gate) => Promise<object>) => {
    const type = newType();
    const key = await create(type);
    const lost = createGate();
    const worker = service.newWorker({ fetch: fetchWith(pattern, () => lost.opened) });
    worker.worker(type, (job) => handler(job, lost), { leaseMs, concurrency: 1 }).start();
    await ended(key, 'ACTIVE');
    const other = { type, worker: 'other', request_timeout: 20_000, timeout: 60_000 };
    const { jobs } = await service.client.activateWorkerJobs({ body: other });
    expect(jobs.map((job) => job.key)).toEqual([key]);
    lost.open();
    return key;
  };
  /** The job is the other worker's, who ends it. */
  const othersAlone = async (key: string) => {
    expect(await look(key)).toMatchObject({ status: 'ACTIVE', worker_assignment: { worker_id: 'other' } });
    await service.client.completeWorkerJob({ path: { key }, body: { variables: { by: 'other' } } });
    expect(await look(key)).toMatchObject({ execution_summary: { result_variables: { by: 'other' } } });
  };

  test('once lost, aborts the signal of its job, and what the handler returns is dropped', async () => {
    const reasons = createGate();
    let reason: unknown;
    const key = await losing(EXTENSION, async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      reason = signal.reason;
      reasons.open();
      return { by: 'loser' };
    });
    await reasons.opened;
    expect(reason).toBeInstanceOf(LeaseLost);
    expect(reason).toMatchObject({ reason: 'superseded', cause: { status: 409 } });
    await service.stopWorkers();
    await othersAlone(key);
  });

  test('once lost without a word, makes a late report void', async () => {
    const key = await losing(EXTENSION, async (_job, lost) => {
      await lost.opened;
      return { by: 'loser' };
    });
    const told = () => service.errors.find(({ activity, jobKey }) => activity !== 'handler' && jobKey === key);
    const { error } = await waitFor('the refusal', told);
    expect(error instanceof LeaseLost || error instanceof CarillonError).toBe(true);
    await othersAlone(key);
  });

  test('of a cancelled job is lost too', async () => {
    const type = newType();
    const key = await create(type);
    const aborted = createGate();
    const handler = ({ signal }: Job) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          aborted.open();
          resolve();
        });
      });
    service.newWorker().worker(type, handler, { leaseMs }).start();
    await ended(key, 'ACTIVE');
    await service.client.cancelWorkerJob({ path: { key }, body: { reason: 'changed our mind' } });
    await aborted.opened;
    expect(await look(key)).toMatchObject({ status: 'CANCELLED' });
  });
});
