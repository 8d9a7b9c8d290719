import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DRAFT } from '../../../apps/api/test/support/start-api.js';
import { CarillonError } from '../src/errors.js';
import { newType, startService, type Service } from './support.js';

const draft = { ...DRAFT, method: 'POST' } as const;
let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const refusal = (promise: Promise<unknown>): Promise<CarillonError> =>
  promise.then(
    () => Promise.reject(new Error('It was accepted')),
    (error: unknown) => (error instanceof CarillonError ? error : Promise.reject(error as Error)),
  );

describe('both surfaces, out of their envelopes', () => {
  test('cron jobs', async () => {
    const { client } = service;
    const made = await client.createJob({ body: draft });
    expect(made).toMatchObject({ name: 'Daily Report', schedule: '0 9 * * *', enabled: true });
    const path = { jobId: made.id };
    expect((await client.updateJob({ path, body: { name: 'Renamed' } })).name).toBe('Renamed');
    expect(await client.previewJob({ path, query: { count: 3 } })).toHaveLength(3);
    await client.deleteJob({ path });
    expect(await refusal(client.getJob({ path }))).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('worker jobs', async () => {
    const { client } = service;
    const type = newType();
    const made = await client.createWorkerJob({ body: { type, variables: { to: 'you' } } });
    expect(made).toMatchObject({ type, status: 'CREATED', retries: 3 });
    const { jobs } = await client.activateWorkerJobs({ body: { type, worker: 'w', request_timeout: 0 } });
    expect(jobs).toMatchObject([{ key: made.job_key, variables: { to: 'you' } }]);
    const done = await client.completeWorkerJob({ path: { key: made.job_key }, body: { variables: { sent: true } } });
    expect(done).toMatchObject({ status: 'COMPLETED', result_variables: { sent: true } });
  });

  test('probes, which have no envelope', async () => {
    expect(await service.client.health()).toMatchObject({ status: expect.any(String) });
  });

  test('lists, page by page', async () => {
    const { token } = await service.api.user('UNLIMITED');
    const client = service.clientWith({ apiKey: token });
    await client.createJobs({ body: Array.from({ length: 5 }, (_, i) => ({ ...draft, name: `job ${i}` })) });
    const sizes: number[] = [];
    const names = new Set<string>();
    for await (const page of client.pages('listJobs', { query: { limit: 2 } })) {
      sizes.push(page.length);
      for (const { name } of page) names.add(name);
    }
    expect(sizes).toEqual([2, 2, 1]);
    expect(names.size).toBe(5);
  });
});

describe('a failure', () => {
  test('says which field is at fault, and what the log knows the request by', async () => {
    const error = await refusal(service.client.createWorkerJob({ body: { type: 'a b', variables: {} } }));
    expect(error).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', retryAfterMs: null });
    expect(error.details).toEqual({ field_errors: { type: expect.stringContaining('letters') } });
    expect(error.requestId).toMatch(/^req_/);
    expect(error.message).toContain('type');
  });

  test('of a cron job has its message in the language asked for', async () => {
    const body = { ...draft, schedule: 'never' };
    const { message } = await refusal(service.clientWith({ language: 'en' }).createJob({ body }));
    expect(message).toMatch(/^[\x20-\x7E]+$/);
    expect((await refusal(service.clientWith({ language: 'ja' }).createJob({ body }))).message).not.toBe(message);
  });

  test('is a CarillonError also when there is no server, or it is not Carillon', async () => {
    const nobody = service.clientWith({ baseUrl: 'http://127.0.0.1:9', maxRetries: 0 });
    expect(await refusal(nobody.listJobs())).toMatchObject({ status: 0, code: 'UNREACHABLE' });
    const html = (status: number) => () => Promise.resolve(new Response('<html>', { status }));
    const stranger = service.clientWith({ fetch: html(200) });
    expect(await refusal(stranger.listJobs())).toMatchObject({ status: 200, code: 'NOT_CARILLON' });
    const proxy = service.clientWith({ fetch: html(502), maxRetries: 0 });
    expect(await refusal(proxy.listJobs())).toMatchObject({ status: 502, code: 'HTTP_502' });
  });
});

describe('a request is sent again', () => {
  /** Requests whose first answers are lost, or replaced. */
  const unlucky = (answers: (Response | 'lost')[]) => {
    const sent: { method: string; key: string | null }[] = [];
    const unluckyFetch: typeof fetch = async (input, init) => {
      sent.push({ method: init?.method ?? 'GET', key: new Headers(init?.headers).get('idempotency-key') });
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      const real = await fetch(input, init);
      if (answer === 'lost') throw new TypeError('fetch failed');
      return real;
    };
    return { sent, client: service.clientWith({ fetch: unluckyFetch }) };
  };
  const busy = (status: number) => new Response('{}', { status, headers: { 'retry-after': '0' } });

  test('when a read met a server that was away', async () => {
    const { client, sent } = unlucky([busy(503), busy(429), 'lost']);
    expect(await client.listJobs()).toEqual([]);
    expect(sent).toHaveLength(4);
  });

  test('with the key of the first, so that what was created is created once', async () => {
    const { client, sent } = unlucky(['lost', 'lost']);
    const type = newType();
    const made = await client.createWorkerJob({ body: { type, variables: {} } });
    const { jobs } = await service.client.listWorkerJobs({ query: { type } });
    expect(jobs.map((job) => job.job_key)).toEqual([made.job_key]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  test('not when it might do twice what was asked once', async () => {
    const { client, sent } = unlucky(['lost']);
    const body = [{ type: newType(), variables: {} }];
    expect(await refusal(client.createWorkerJobs({ body }))).toMatchObject({ code: 'UNREACHABLE' });
    expect(sent).toHaveLength(1);
  });

  test('not more often than allowed', async () => {
    const { client, sent } = unlucky([busy(503), busy(503), busy(503)]);
    expect(await refusal(client.listJobs({}, { maxRetries: 2 }))).toMatchObject({ status: 503, retryAfterMs: 0 });
    expect(sent).toHaveLength(3);
  });
});

describe('a call ends', () => {
  test('when its time is up', async () => {
    const body = { type: newType(), worker: 'w', request_timeout: 10_000 };
    const startedAt = performance.now();
    const error = await refusal(service.client.activateWorkerJobs({ body }, { timeoutMs: 100 }));
    expect(error).toMatchObject({ status: 0, code: 'TIMED_OUT' });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test('when its caller gives it up, with the reason', async () => {
    const caller = new AbortController();
    const body = { type: newType(), worker: 'w', request_timeout: 10_000 };
    const call = service.client.activateWorkerJobs({ body }, { signal: caller.signal });
    const reason = new Error('not any more');
    caller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect(service.client.listJobs({}, { signal: caller.signal })).rejects.toBe(reason);
  });
});
