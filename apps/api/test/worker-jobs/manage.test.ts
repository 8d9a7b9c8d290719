import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/start-api.js';
import { activeJob, failedJob, INSTANT, newClient, newType, type Client } from './support.js';

/** What those who look after worker jobs do: cancel, change, look. */

let api: TestApi;
let client: Client;
beforeAll(async () => {
  api = await startApi();
  client = await newClient(api);
}, 60_000);
afterAll(() => api.close());

const put = (key: string, verb: string, body?: object) => client.call('PUT', `/jobs/${key}/${verb}`, body);
const detail = async (key: string) => (await client.call('GET', `/jobs/${key}`)).data;

describe('cancelling', () => {
  test.each([
    ['PUT', '/cancel'],
    ['DELETE', ''],
  ])('%s {key}%s of an active job', async (method, suffix) => {
    const { key } = await activeJob(client);
    const { status, data } = await client.call(method, `/jobs/${key}${suffix}`);
    expect(status).toBe(200);
    expect(data).toEqual({
      job_key: key,
      status: 'CANCELLED',
      cancelled_at: expect.stringMatching(INSTANT),
      was_active: true,
      worker_id: 'worker-1',
      cancellation_reason: 'Cancelled through the API',
    });
    const again = await client.call(method, `/jobs/${key}${suffix}`);
    expect([again.status, again.error.code]).toEqual([409, 'JOB_NOT_CANCELLABLE']);
    expect(again.error.details).toEqual({
      job_key: key,
      current_status: 'CANCELLED',
      reason: 'already_cancelled',
    });
  });

  test('a job that waits: nobody gets it', async () => {
    const type = newType();
    const key = await client.create(type);
    const { data } = await put(key, 'cancel', { reason: 'Ordered twice' });
    expect(data).toMatchObject({ was_active: false, worker_id: null, cancellation_reason: 'Ordered twice' });
    expect(await client.activate(type)).toEqual([]);
  });

  test('closes the incident', async () => {
    const { key, incidentId } = await failedJob(client);
    expect((await put(key, 'cancel')).status).toBe(200);
    expect((await client.call('GET', `/incidents/${incidentId}`)).data).toMatchObject({
      status: 'DISMISSED',
      resolution: { action: 'CANCEL' },
    });
  });
});

describe('changing', () => {
  test('the retries', async () => {
    const key = await client.create(newType());
    expect((await put(key, 'retries', { retries: 9 })).data).toEqual({ job_key: key, status: 'CREATED', retries: 9 });
    expect((await put(key, 'retries', { retries: 0 })).error.details['field_errors']).toEqual({
      retries: 'must be at least 1',
    });
    await put(key, 'cancel');
    const late = await put(key, 'retries', { retries: 1 });
    expect([late.status, late.error.code]).toEqual([409, 'JOB_NOT_UPDATABLE']);
    expect(late.error.details).toMatchObject({ current_status: 'CANCELLED', reason: 'already_cancelled' });
  });

  test('the lease, longer or shorter', async () => {
    const { key, deadline } = await activeJob(client);
    const { data } = await put(key, 'timeout', { timeout: 3_600_000 });
    expect(data).toMatchObject({ job_key: key, status: 'ACTIVE', worker_id: 'worker-1', timeout_ms: 3_600_000 });
    expect(Date.parse(String(data['deadline']))).toBeGreaterThan(Date.parse(deadline));
    const shorter = await put(key, 'timeout', { timeout: 1_000 });
    expect(Date.parse(String(shorter.data['deadline']))).toBeLessThan(Date.parse(deadline));
    expect((await put(key, 'timeout', { timeout: 999 })).error.details['field_errors']).toEqual({
      timeout: 'must be at least 1000',
    });
  });

  test('the lease of nobody', async () => {
    const key = await client.create(newType());
    const { status, error } = await put(key, 'timeout', { timeout: 60_000 });
    expect([status, error.code, error.details['reason']]).toEqual([409, 'JOB_NOT_UPDATABLE', 'not_active']);
  });
});

describe('looking', () => {
  test('at a job that waits', async () => {
    const key = await client.create('look', {
      variables: { a: 1 },
      custom_headers: { h: 1 },
      tenant_id: 't',
      retries: 5,
    });
    expect(await detail(key)).toEqual({
      job_key: key,
      type: 'look',
      status: 'CREATED',
      tenant_id: 't',
      priority: 0,
      created_at: expect.stringMatching(INSTANT),
      run_at: expect.stringMatching(INSTANT),
      activated_at: null,
      deadline: expect.stringMatching(INSTANT),
      completed_at: null,
      failed_at: null,
      cancelled_at: null,
      timeout_ms: 120_000,
      available_for_activation: true,
      process_context: {
        process_instance_id: null,
        process_id: null,
        process_version: null,
        element_id: null,
        element_type: null,
        element_name: null,
        element_instance_id: null,
        token_id: null,
      },
      worker_assignment: null,
      retry_configuration: {
        retries: 5,
        original_retries: 5,
        retries_used: 0,
        retry_backoff: 'EXPONENTIAL',
        max_retry_delay_ms: 300_000,
      },
      variables: { a: 1 },
      custom_headers: { h: 1 },
      cancellation_reason: null,
      execution_history: [{ timestamp: expect.stringMatching(INSTANT), action: 'JOB_CREATED' }],
      execution_history_cut: 0,
      performance_metrics: { creation_to_activation_ms: null, activation_to_completion_ms: null },
    });
  });

  test('at one that a worker has', async () => {
    const { key } = await activeJob(client);
    const job = await detail(key);
    expect(job).toMatchObject({
      status: 'ACTIVE',
      worker_assignment: { worker_id: 'worker-1', assigned_at: expect.stringMatching(INSTANT) },
      available_for_activation: false,
    });
    const elapsed = Number(job['elapsed_time_ms']);
    expect(elapsed).toBeGreaterThanOrEqual(0);
    expect(Math.abs(elapsed + Number(job['remaining_time_ms']) - 300_000)).toBeLessThanOrEqual(1);
  });

  test('at one that was completed at the second attempt', async () => {
    const { key, type } = await activeJob(client);
    await put(key, 'fail', { backoff_duration: 'PT0S', error_message: 'Once' });
    await client.activate(type, { worker: 'worker-2' });
    await put(key, 'complete', { variables: { ok: true } });
    const job = await detail(key);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      completed_at: expect.stringMatching(INSTANT),
      execution_summary: { retries_used: 1, completed_by: 'worker-2', result_variables: { ok: true } },
      failure_information: {
        total_attempts: 1,
        final_attempt: false,
        failure_history: [{ attempt: 1, error: 'Once' }],
      },
    });
    const history = job['execution_history'] as { action: string; worker_id?: string }[];
    expect(history.map(({ action, worker_id }) => [action, worker_id])).toEqual([
      ['JOB_CREATED', undefined],
      ['JOB_ACTIVATED', 'worker-1'],
      ['JOB_FAILED_RETRY', 'worker-1'],
      ['JOB_ACTIVATED', 'worker-2'],
      ['JOB_COMPLETED', 'worker-2'],
    ]);
  });

  test('at one that has failed', async () => {
    const { key, incidentId } = await failedJob(client);
    expect(await detail(key)).toMatchObject({
      status: 'FAILED',
      failed_at: expect.stringMatching(INSTANT),
      failure_information: { error_message: 'Broken', error_code: null, final_attempt: true, total_attempts: 1 },
      incident_information: { incident_id: incidentId, type: 'JOB_FAILURE', status: 'OPEN' },
    });
  });

  test.each(['srv1-job-nonexistent', '%00', 'a%20b', '%F0%9F%92%A9', 'x'.repeat(300)])(
    'at nothing: %s',
    async (key) => {
      const answers = [
        await client.call('GET', `/jobs/${key}`),
        await client.call('DELETE', `/jobs/${key}`),
        await put(key, 'complete', {}),
        await put(key, 'fail', { retries: -5 }),
        await put(key, 'timeout', { timeout: 5_000 }),
        await put(key, 'retries', { retries: 5 }),
      ];
      expect(answers.map(({ status, error }) => [status, error.code])).toEqual(
        answers.map(() => [404, 'JOB_NOT_FOUND']),
      );
      const incident = await client.call('GET', `/incidents/${key}`);
      expect([incident.status, incident.error.code]).toEqual([404, 'INCIDENT_NOT_FOUND']);
    },
  );
});
