import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/start-api.js';
import { activeJob, INSTANT, newClient, newType, type Client } from './support.js';

/** What a worker gets and what it reports: activation, completion, failure, thrown errors, and what is refused. */

let api: TestApi;
let client: Client;
beforeAll(async () => {
  api = await startApi();
  client = await newClient(api);
}, 60_000);
afterAll(() => api.close());

const put = (key: string, verb: string, body?: object) => client.call('PUT', `/jobs/${key}/${verb}`, body);
const FAILED_CODES = { complete: 'JOB_NOT_COMPLETABLE', fail: 'JOB_NOT_FAILABLE' } as const;

describe('activation', () => {
  test('hands a job out with all it has, and once', async () => {
    const type = newType();
    const key = await client.create(type, { variables: { a: 1, b: 2 }, custom_headers: { h: 'x' }, priority: 7 });
    const body = { type, worker: 'w:1', max_jobs: 5, timeout: 60_000, fetch_variables: ['b', 'absent'] };
    const { status, data } = await client.call('POST', '/jobs/activate', body);
    expect(status).toBe(200);
    expect(data).toEqual({
      jobs: [
        {
          key,
          type,
          process_instance_id: null,
          element_id: null,
          element_instance_id: null,
          worker: 'w:1',
          retries: 3,
          deadline: expect.stringMatching(INSTANT),
          variables: { b: 2 },
          custom_headers: { h: 'x' },
          created_at: expect.stringMatching(INSTANT),
          activated_at: expect.stringMatching(INSTANT),
          activation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          tenant_id: 'default',
          priority: 7,
        },
      ],
      worker: 'w:1',
      activated_count: 1,
      timeout: 60_000,
    });
    const [job] = data['jobs'] as { deadline: string; activated_at: string }[];
    expect(Date.parse(job?.deadline ?? '') - Date.parse(job?.activated_at ?? '')).toBe(60_000);
    expect(await client.activate(type)).toEqual([]);
  });

  test('answers with nothing when there is nothing', async () => {
    const { status, data } = await client.call('POST', '/jobs/activate', {
      type: 'no',
      worker: 'w',
      request_timeout: 0,
    });
    expect(status).toBe(200);
    expect(data).toEqual({ jobs: [], worker: 'w', activated_count: 0, timeout: 300_000 });
  });

  test.each([
    ['no type and no worker', { type: undefined, worker: undefined }, ['type', 'worker']],
    ['a blank worker', { worker: ' ' }, ['worker']],
    ['max_jobs 0', { max_jobs: 0 }, ['max_jobs']],
    ['max_jobs 101', { max_jobs: 101 }, ['max_jobs']],
    ['a lease of 999 ms', { timeout: 999 }, ['timeout']],
    ['a lease of more than an hour', { timeout: 3_600_001 }, ['timeout']],
    ['a wait of more than 30 s', { request_timeout: 30_001 }, ['request_timeout']],
    ['no tenants', { tenant_ids: [] }, ['tenant_ids']],
    ['a tenant that is no label', { tenant_ids: ['a', 'b c'] }, ['tenant_ids[1]']],
  ])('%s is refused', async (_title, fields, named) => {
    const answer = await client.call('POST', '/jobs/activate', { type: 'x', worker: 'w', ...fields });
    expect([answer.status, answer.error.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(Object.keys(answer.error.details['field_errors'] as object)).toEqual(named);
  });
});

describe('completion', () => {
  test('tells how it went and what the result changed', async () => {
    const { key, activation_id } = await activeJob(client, { variables: { amount: 1, kept: 2, gone: 3 } });
    const variables = { amount: 2, kept: 2, gone: null, paymentStatus: 'completed' };
    const { status, data } = await put(key, 'complete', { variables, activation_id });
    expect(status).toBe(200);
    expect(data).toEqual({
      job_key: key,
      status: 'COMPLETED',
      completed_at: expect.stringMatching(INSTANT),
      completed_by: 'worker-1',
      execution_summary: {
        started_at: expect.stringMatching(INSTANT),
        total_duration_ms: expect.any(Number),
        processing_time_ms: expect.any(Number),
        system_overhead_ms: expect.any(Number),
        retries_used: 0,
      },
      process_continuation: null,
      variables_updated: { added: ['paymentStatus'], modified: ['amount'], removed: ['gone'] },
      result_variables: variables,
    });
    const summary = data['execution_summary'] as Record<string, number>;
    const { total_duration_ms: total, processing_time_ms: own, system_overhead_ms: rest } = summary;
    expect((own ?? 0) + (rest ?? 0)).toBe(total);
  });

  test('needs no body', async () => {
    const { key } = await activeJob(client);
    expect((await put(key, 'complete')).data).toMatchObject({ status: 'COMPLETED', result_variables: {} });
  });

  test('counts once', async () => {
    const { key } = await activeJob(client);
    const answers = await Promise.all(Array.from({ length: 20 }, () => put(key, 'complete', { variables: { n: 1 } })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.find(({ status }) => status !== 200);
    expect([refused?.status, refused?.error]).toEqual([
      409,
      {
        code: 'JOB_NOT_COMPLETABLE',
        message: 'The job cannot be completed: it has been completed already',
        details: { job_key: key, current_status: 'COMPLETED', reason: 'already_completed' },
      },
    ]);
  });

  test('of an activation that somebody else has superseded is refused', async () => {
    const type = newType();
    const key = await client.create(type);
    const [first] = await client.activate(type);
    await put(key, 'fail', { backoff_duration: 'PT0S' });
    const [second] = await client.activate(type, { worker: 'worker-2' });
    const stale = await put(key, 'complete', { activation_id: first?.activation_id });
    expect([stale.status, stale.error.details]).toEqual([
      409,
      { job_key: key, current_status: 'ACTIVE', reason: 'superseded' },
    ]);
    const fresh = await put(key, 'complete', { activation_id: second?.activation_id });
    expect(fresh.data).toMatchObject({ completed_by: 'worker-2', execution_summary: { retries_used: 1 } });
  });
});

describe('failure', () => {
  test('with retries left waits for a time that was named', async () => {
    const { key } = await activeJob(client);
    const body = { retries: 2, error_message: 'Connection refused', backoff_duration: 'PT1M' };
    const { status, data } = await put(key, 'fail', body);
    expect(status).toBe(200);
    const failed_at = String(data['failed_at']);
    expect(data).toEqual({
      job_key: key,
      status: 'FAILED_RETRYABLE',
      failed_at: expect.stringMatching(INSTANT),
      failed_by: 'worker-1',
      error_message: 'Connection refused',
      retries_remaining: 2,
      original_retries: 3,
      attempt_number: 1,
      retry_strategy: {
        backoff_duration: 'PT1M',
        backoff_type: 'FIXED',
        next_retry_at: new Date(Date.parse(failed_at) + 60_000).toISOString(),
      },
      failure_history: [{ attempt: 1, failed_at, error: 'Connection refused', worker_id: 'worker-1' }],
    });
  });

  test('without a time waits 2, then 4 s', async () => {
    const { key } = await activeJob(client);
    const { data } = await put(key, 'fail');
    expect(data).toMatchObject({
      retries_remaining: 2,
      error_message: null,
      retry_strategy: { backoff_duration: 'PT2S', backoff_type: 'EXPONENTIAL' },
    });
  });

  test('with none left opens an incident', async () => {
    const { key } = await activeJob(client);
    const { data } = await put(key, 'fail', { retries: 0, error_message: 'Invalid payment method' });
    expect(data).toMatchObject({
      status: 'FAILED',
      retries_remaining: 0,
      incident_created: {
        incident_id: expect.stringMatching(/^incident_[0-9a-f]{32}$/),
        type: 'JOB_FAILURE',
        status: 'OPEN',
        created_at: expect.stringMatching(INSTANT),
      },
    });
    expect(data).not.toHaveProperty('retry_strategy');
  });

  test.each([-1, 4, 1_001, 2_147_483_648, Number.MAX_SAFE_INTEGER])(
    'retries %d are not what is left',
    async (retries) => {
      const { key } = await activeJob(client);
      const { status, error } = await put(key, 'fail', { retries });
      expect([status, error.code]).toEqual([400, 'INVALID_RETRY_COUNT']);
      expect(error.details).toEqual({
        provided_retries: retries,
        valid_range: '0 to 3',
        current_retries: 3,
      });
      expect((await client.call('GET', `/jobs/${key}`)).data['status']).toBe('ACTIVE');
    },
  );

  test.each([
    ['retries as text', { retries: '2' }, 'retries'],
    ['a back-off of more than a year', { backoff_duration: 'P366D' }, 'backoff_duration'],
    ['a back-off as a number', { backoff_duration: 5 }, 'backoff_duration'],
    ['a message of more than 10,000 characters', { error_message: 'x'.repeat(10_001) }, 'error_message'],
    ['an activation id that is none', { activation_id: 'mine' }, 'activation_id'],
  ])('%s is refused', async (_title, body, field) => {
    const { key } = await activeJob(client);
    const { status, error } = await put(key, 'fail', body);
    expect([status, error.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(Object.keys(error.details['field_errors'] as object)).toEqual([field]);
  });
});

describe('a thrown error', () => {
  const throwError = (key: string, body: object) => client.call('POST', `/jobs/${key}/throw-error`, body);

  test('ends the job with an incident', async () => {
    const { key } = await activeJob(client);
    const body = { error_code: 'PAYMENT_DECLINED', error_message: 'Declined', variables: { retryable: false } };
    const { status, data } = await throwError(key, body);
    expect(status).toBe(200);
    expect(data).toEqual({
      job_key: key,
      status: 'ERROR_THROWN',
      error_thrown_at: expect.stringMatching(INSTANT),
      thrown_by: 'worker-1',
      error_details: body,
      process_continuation: null,
      incident_created: {
        incident_id: expect.stringMatching(/^incident_/),
        type: 'UNHANDLED_BPMN_ERROR',
        status: 'OPEN',
        created_at: expect.stringMatching(INSTANT),
      },
    });
    const again = await throwError(key, body);
    expect([again.status, again.error.code]).toEqual([409, 'JOB_NOT_FAILABLE']);
    expect(again.error.details).toMatchObject({ current_status: 'ERROR_THROWN', reason: 'error_already_thrown' });
  });

  test.each(['', 'lower_case', 'WITH SPACE', 'ÄRGER', 'A'.repeat(101)])(
    'with the code "%s" is refused',
    async (code) => {
      const { key } = await activeJob(client);
      const { status, error } = await throwError(key, { error_code: code });
      expect([status, error.code]).toEqual([400, 'INVALID_ERROR_CODE']);
      expect(error.details['provided_code']).toBe(code.slice(0, 100));
    },
  );
});

describe('reports that come too late or too soon', () => {
  test.each(['complete', 'fail'] as const)('%s', async (verb) => {
    const waiting = await client.create(newType());
    const notActive = await put(waiting, verb, {});
    expect([notActive.status, notActive.error.code]).toEqual([409, FAILED_CODES[verb]]);
    expect(notActive.error.details).toMatchObject({ current_status: 'CREATED', reason: 'not_activated' });

    const { key } = await activeJob(client);
    await put(key, 'fail', { backoff_duration: 'PT1H' });
    expect((await put(key, verb, {})).error.details).toMatchObject({
      current_status: 'FAILED_RETRYABLE',
      reason: 'in_backoff',
    });

    const cancelled = await activeJob(client);
    await put(cancelled.key, 'cancel');
    expect((await put(cancelled.key, verb, {})).error.details).toMatchObject({
      current_status: 'CANCELLED',
      reason: 'already_cancelled',
    });
  });
});
