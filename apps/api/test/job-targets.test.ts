import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isRunFinal } from '@carillon/core/db/queries/manual-runs';
import type { Scope } from '@carillon/core/domain/api-key/scopes';
import { createRunWaiter, type RunWaiter } from '@carillon/core/engine/await-run';
import { claimDueRuns } from '@carillon/core/engine/claim-due-runs';
import { createApiKey } from '@carillon/core/engine/create-api-key';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { requestManualRun } from '@carillon/core/engine/request-manual-run';
import { openPublisher, type Publisher } from '@carillon/core/queues/publish';
import { DRAFT, startApi, type Answer, type TestApi } from './support/start-api.js';
import { clientOf, type Client } from './worker-jobs/support.js';

let api: TestApi;
let publisher: Publisher;
let waiter: RunWaiter;
let token: string;
let userId: string;
let worker: Client;

/** Long enough that only an end which is noticed makes an answer with a result. */
const EXECUTE_WAIT_MS = 5_000;
let executeWaitMs = EXECUTE_WAIT_MS;

beforeAll(async () => {
  api = await startApi(({ db }, database) => {
    const databaseUrl = database.pool.options.connectionString ?? '';
    const onError = () => undefined;
    publisher = openPublisher({ databaseUrl }, onError);
    waiter = createRunWaiter({ databaseUrl, isFinal: (runId) => isRunFinal(db, runId), onError });
    const partitions = createRunPartitions(db);
    const options = { db, partitions, publisher, quotaTimezone: 'UTC', node: 'srv1', onPublishError: onError };
    return {
      manualRuns: {
        request: (input) => requestManualRun(options, input),
        wait: (runId) => waiter.wait(runId, executeWaitMs),
      },
    };
  });
  ({ userId, token } = await api.user('UNLIMITED'));
  worker = clientOf(api, userId, token);
});
afterAll(async () => {
  await waiter.close();
  await publisher.close();
  await api.close();
});

const { name, schedule, timezone } = DRAFT;
const TARGET = { kind: 'workerJob', type: 'report', variables: { b: 1, a: 2 }, retries: 2, timeout: 'PT5M' };
const SHOWN = { ...TARGET, tenantId: 'default' };
const NAMELESS = { name, schedule, timezone };
const WITH_TARGET = { ...NAMELESS, target: TARGET };
const create = (body: object, as = token, headers = {}) => api.call(as, 'POST', '/api/jobs', body, headers);
const change = (id: string, body: object, as = token) => api.call(as, 'PATCH', `/api/jobs/${id}`, body);
const created = async (body: object = WITH_TARGET) => String((await create(body)).body.data['id']);
const fieldsOf = (answer: Answer) =>
  Object.fromEntries((answer.body.error?.details.fields ?? []).map(({ field, message }) => [field, message]));
const english = { 'accept-language': 'en' };

describe('a job whose target is a worker job', () => {
  test('has no call, and shows its target as it was sent', async () => {
    const answer = await create(WITH_TARGET);
    expect(answer.status).toBe(201);
    const nothing = { url: null, method: null, headers: null, body: null, timeoutMs: null };
    expect(answer.body.data).toMatchObject({ ...nothing, target: SHOWN });
    const read = await api.call(token, 'GET', `/api/jobs/${String(answer.body.data['id'])}`);
    expect(read.body.data).toEqual(answer.body.data);
    expect(JSON.stringify(read.body.data['target'])).toContain('"variables":{"b":1,"a":2}');
  });

  test('has the defaults of POST /api/v1/jobs', async () => {
    const { body } = await create({ ...NAMELESS, target: { kind: 'workerJob', type: 'report' } });
    expect(body.data['target']).toEqual({
      kind: 'workerJob',
      tenantId: 'default',
      type: 'report',
      variables: {},
      retries: 3,
      timeout: 'PT2M',
    });
  });

  test('can be in a batch and in a preview', async () => {
    const batch = await api.call(token, 'POST', '/api/jobs/batch', [DRAFT, WITH_TARGET]);
    expect(batch.status).toBe(201);
    const jobs = batch.body.data['jobs'] as unknown as { target: object }[];
    expect(jobs.map((job) => job.target)).toEqual([{ kind: 'http' }, SHOWN]);
    const preview = await api.call(token, 'POST', '/api/jobs/preview', { schedule, target: TARGET });
    expect(preview.status).toBe(200);
  });

  test('is created once for an Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'target-1' };
    const first = await create(WITH_TARGET, token, key);
    expect((await create(WITH_TARGET, token, key)).body.data['id']).toBe(first.body.data['id']);
    const other = { ...WITH_TARGET, target: { ...TARGET, type: 'other' } };
    expect((await create(other, token, key)).status).toBe(409);
  });

  test.each([
    ['url', DRAFT.url],
    ['method', 'POST'],
    ['headers', { a: 'b' }],
    ['body', 'x'],
    ['timeoutMs', 5_000],
  ])('does not take %s, and says so in three languages', async (field, value) => {
    const sayings = { ja: '指定できません', en: 'not taken', ru: 'не указывается' };
    const id = await created();
    for (const [language, saying] of Object.entries(sayings)) {
      const headers = { 'accept-language': language };
      const refused = await create({ ...WITH_TARGET, [field]: value }, token, headers);
      expect(refused.status).toBe(400);
      expect(fieldsOf(refused)).toEqual({ [field]: expect.stringContaining(saying) });
    }
    // The job has the target already; the same field sent alone is refused as well.
    const refused = await change(id, { [field]: value });
    expect(refused.status).toBe(400);
    expect(Object.keys(fieldsOf(refused))).toEqual([field]);
  });

  test.each<[string, unknown, string]>([
    ['no kind', {}, 'target.kind'],
    ['another kind', { kind: 'webhook' }, 'target.kind'],
    ['a type with a space', { ...TARGET, type: 'a b' }, 'target.type'],
    ['no type', { kind: 'workerJob' }, 'target.type'],
    ['no retries', { ...TARGET, retries: 0 }, 'target.retries'],
    ['a timeout in words', { ...TARGET, timeout: '5 minutes' }, 'target.timeout'],
    ['a timeout of nothing', { ...TARGET, timeout: 'PT0S' }, 'target.timeout'],
    ['variables in a list', { ...TARGET, variables: [] }, 'target.variables'],
    ['a tenant with a space', { ...TARGET, tenantId: 'a b' }, 'target.tenantId'],
    ['an unknown field', { ...TARGET, url: 'x' }, 'target.url'],
    ['a field of the other kind', { kind: 'http', type: 'a' }, 'target.type'],
    ['a text', 'workerJob', 'target'],
  ])('is refused with %s', async (_title, target, field) => {
    const draft = { ...NAMELESS, ...((target as { kind?: string }).kind === 'http' && DRAFT), target };
    const answer = await create(draft, token, english);
    expect(answer.status).toBe(400);
    expect(Object.keys(fieldsOf(answer))).toContain(field);
  });

  test('names its choices when the kind is another', async () => {
    const answer = await create({ ...DRAFT, target: { kind: 'webhook' } }, token, english);
    expect(fieldsOf(answer)).toEqual({ 'target.kind': 'must be one of http, workerJob' });
  });

  test('turns into a call and back, with that kind’s fields', async () => {
    const id = await created();
    const refused = await change(id, { target: { kind: 'http' } });
    expect(refused.status).toBe(400);
    expect(Object.keys(fieldsOf(refused))).toEqual(['url', 'method']);
    const call = { target: { kind: 'http' }, url: DRAFT.url, method: 'POST', headers: { a: 'b' }, body: 'x' };
    const turned = await change(id, call);
    expect(turned.body.data).toMatchObject({ ...call, timeoutMs: 10_000 });
    const back = await change(id, { target: TARGET });
    expect(back.body.data).toMatchObject({ url: null, method: null, headers: null, body: null, target: SHOWN });
    expect((await change(id, { name: 'Renamed' })).body.data).toMatchObject({ name: 'Renamed', target: SHOWN });
  });

  test('without one still needs a URL and a method', async () => {
    const answer = await create(NAMELESS);
    expect(Object.keys(fieldsOf(answer))).toEqual(['url', 'method']);
  });
});

describe('a key that sets or fires such a target', () => {
  const forbidden = async (answer: Promise<Answer>) => {
    const { status, body } = await answer;
    expect(status).toBe(403);
    return body;
  };

  test('needs the scope job beside write:jobs', async () => {
    const limited = await api.token(userId, ['read:jobs', 'write:jobs']);
    const id = await created();
    const plain = await created(DRAFT);
    const refusals = [
      create(WITH_TARGET, limited),
      api.call(limited, 'POST', '/api/jobs/batch', [DRAFT, WITH_TARGET]),
      change(plain, { target: TARGET }, limited),
      api.call(limited, 'POST', `/api/jobs/${id}/execute`),
    ];
    for (const refusal of refusals) {
      expect(await forbidden(refusal)).toMatchObject({
        message: expect.stringContaining('job'),
        error: { code: 'forbidden', details: { scope: 'job' } },
      });
    }
    expect((await change(id, { enabled: false }, limited)).status).toBe(200);
  });

  test('must be allowed to act for the tenant', async () => {
    const scopes: Scope[] = ['read:jobs', 'write:jobs', 'job'];
    const actor = { kind: 'command_line' } as const;
    const key = { userId, name: 'restricted', scopes, tenantIds: ['acme'], expiresAt: null, actor };
    const outcome = await createApiKey(api.database.db, { quotaTimezone: 'UTC' }, key);
    if (outcome.kind !== 'created') throw new Error(outcome.kind);
    expect((await forbidden(create(WITH_TARGET, outcome.token))).message).toContain('default');
    const own = { ...WITH_TARGET, target: { ...TARGET, tenantId: 'acme' } };
    expect((await create(own, outcome.token)).status).toBe(201);
  });
});

describe('a run of such a job', () => {
  test('executed, answers with the end of its worker job', async () => {
    const type = 'executed';
    const id = await created({ ...NAMELESS, target: { ...TARGET, type } });
    const executed = api.call(token, 'POST', `/api/jobs/${id}/execute`);
    const job = (await worker.activate(type, { request_timeout: 5_000 }))[0];
    await worker.call('PUT', `/jobs/${job?.key}/complete`, { variables: { rows: 3 } });
    const { status, body } = await executed;
    expect(status).toBe(200);
    expect(body.data['result']).toMatchObject({
      jobId: id,
      type: 'MANUAL',
      url: `worker-job:${type}`,
      state: 'succeeded',
      successful: true,
      status: 0,
      attempt: 1,
      responseBody: '{"rows":3}',
    });
  });

  test('that outlasts the wait is 202, and its log is running while a worker has it', async () => {
    executeWaitMs = 1;
    const type = 'lasting';
    const id = await created({ ...NAMELESS, target: { ...TARGET, type } });
    const { status, body } = await api.call(token, 'POST', `/api/jobs/${id}/execute`);
    executeWaitMs = EXECUTE_WAIT_MS;
    expect(status).toBe(202);
    const log = async () => (await api.call(token, 'GET', `/api/logs/${String(body.data['runId'])}`)).body.data;
    expect(await log()).toMatchObject({ state: 'queued', successful: null });
    const [job] = await worker.activate(type);
    expect(await log()).toMatchObject({ state: 'running', attempt: 1, startedAt: expect.any(String) });
    expect((await api.call(token, 'DELETE', `/api/logs/${String(body.data['runId'])}`)).status).toBe(409);
    await worker.call('PUT', `/jobs/${job?.key}/cancel`, {});
    expect(await log()).toMatchObject({ state: 'cancelled', reason: 'ワーカージョブがキャンセルされました' });
  });

  test('due by schedule reaches a waiting poll, with its run in the custom headers', async () => {
    const type = 'scheduled';
    const id = await created({ ...NAMELESS, target: { ...TARGET, type } });
    const poll = worker.call('POST', '/jobs/activate', { type, worker: 'w', request_timeout: 5_000 });
    const { db, pool } = api.database;
    await pool.query('UPDATE cron_jobs SET next_run_at = clock_timestamp() WHERE id = $1', [id]);
    const partitions = createRunPartitions(db);
    const options = { db, partitions, quotaTimezone: 'UTC', node: 'srv1', limit: 10 };
    await claimDueRuns({ ...options, onUnreadable: () => undefined });
    const [job] = (await poll).data['jobs'] as { variables: object; custom_headers: Record<string, string> }[];
    const logs = await api.call(token, 'GET', `/api/jobs/${id}/logs`);
    const [run] = logs.body.data as unknown as { id: string; scheduledFor: string }[];
    expect(job?.variables).toEqual(TARGET.variables);
    expect(job?.custom_headers).toEqual({
      'Carillon-Job-Id': id,
      'Carillon-Run-Id': run?.id,
      'Carillon-Scheduled-For': run?.scheduledFor,
    });
  });
});
