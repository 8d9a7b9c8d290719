import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '@carillon/core/db/client';
import { formatRunId } from '@carillon/core/domain/ids';
import type { ApiDeps } from '../src/deps.js';
import { enterRun } from './support/ledger.js';
import { DRAFT, startApi, type Answer, type TestApi } from './support/start-api.js';

/** The seed's examples: every shape, status and message it shows. */

const JOB_FIELDS = [
  'id',
  'name',
  'url',
  'method',
  'schedule',
  'timezone',
  'enabled',
  'headers',
  'body',
  'nextRunAt',
  'lastRunAt',
  'createdAt',
  'updatedAt',
  'userId',
];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const HEADERS = { 'Content-Type': 'application/json', Authorization: 'Bearer xxx' };

let api: TestApi;
beforeAll(async () => {
  api = await startApi((_deps, database) => ({ manualRuns: manualRunsOf(database) }));
}, 60_000);
afterAll(() => api.close());

/** Stands where worker and queue stand: a manual run has ended as soon as it is asked for. */
function manualRunsOf(database: Database): ApiDeps['manualRuns'] {
  return {
    async request({ userId, cronJobId }) {
      const startedAt = new Date('2025-11-04T10:00:00.000Z');
      const runId = await enterRun(database, {
        userId,
        cronJobId,
        scheduledFor: startedAt,
        startedAt,
        type: 'MANUAL',
        status: 200,
        durationMs: 234,
        responseBody: '{"status":"ok"}',
        responseHeaders: { 'content-type': 'application/json' },
      });
      return { kind: 'queued', runId };
    },
    wait: () => Promise.resolve(true),
  };
}

async function createJob(token: string, change: object = {}): Promise<string> {
  const answer = await api.call(token, 'POST', '/api/jobs', { ...DRAFT, ...change });
  expect(answer.status).toBe(201);
  return String(answer.body.data['id']);
}

const refusal = ({ status, body }: Answer) => ({
  status,
  success: body.success,
  message: body.message,
  data: body.data,
});

describe('creating a job', () => {
  test('answers as the example does', async () => {
    const { token, userId } = await api.user('FREE');
    const { status, body } = await api.call(token, 'POST', '/api/jobs', DRAFT);
    expect(status).toBe(201);
    expect(Object.keys(body).slice(0, 3)).toEqual(['success', 'message', 'data']);
    expect(body).toMatchObject({ success: true, message: 'created' });
    expect(Object.keys(body.data).slice(0, JOB_FIELDS.length)).toEqual(JOB_FIELDS);
    expect(body.data).toMatchObject({ ...DRAFT, enabled: true, headers: null, body: null, lastRunAt: null, userId });
    // 09:00 in Tokyo is midnight UTC.
    expect(body.data['nextRunAt']).toMatch(/T00:00:00\.000Z$/);
    expect(body.data['createdAt']).toMatch(INSTANT);
    expect(body.data['updatedAt']).toBe(body.data['createdAt']);
  });

  test('takes headers and body, and Asia/Tokyo as the default zone', async () => {
    const { token } = await api.user('FREE');
    const draft = { ...DRAFT, timezone: undefined, headers: HEADERS, body: '{"type":"daily"}' };
    const { body } = await api.call(token, 'POST', '/api/jobs', draft);
    expect(body.data).toMatchObject({ ...draft, timezone: 'Asia/Tokyo' });
  });

  test.each(['0 9 * * *', '*/5 * * * *', '0 0 * * 0', '0 0 1 * *'])('takes %s', async (schedule) => {
    const { token } = await api.user('PRO');
    const { body } = await api.call(token, 'POST', '/api/jobs', { ...DRAFT, schedule });
    expect(body.data).toMatchObject({ schedule });
  });
});

describe('reading jobs', () => {
  test('lists them, newest first', async () => {
    const { token } = await api.user('FREE');
    const older = await createJob(token);
    const newer = await createJob(token, { name: 'Newer' });
    const { status, body } = await api.call(token, 'GET', '/api/jobs');
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, message: 'success', data: [{ id: newer }, { id: older }] });
  });

  test('gives one', async () => {
    const { token } = await api.user('FREE');
    const id = await createJob(token);
    const { status, body } = await api.call(token, 'GET', `/api/jobs/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, message: 'success', data: { id, ...DRAFT } });
  });
});

test('creating a batch', async () => {
  const { token } = await api.user('FREE');
  const hourly = {
    name: 'Hourly Check',
    url: 'https://api.example.com/check',
    method: 'GET',
    schedule: '0 * * * *',
    timezone: 'Asia/Tokyo',
  };
  const { status, body } = await api.call(token, 'POST', '/api/jobs/batch', [DRAFT, hourly]);
  expect(status).toBe(201);
  expect(body.message).toBe('2 件のジョブを作成しました');
  expect(body.data).toMatchObject({
    count: 2,
    jobs: [
      { ...DRAFT, enabled: true },
      { ...hourly, enabled: true },
    ],
  });
});

test('updating and deleting', async () => {
  const { token } = await api.user('FREE');
  const id = await createJob(token);
  const updated = await api.call(token, 'PATCH', `/api/jobs/${id}`, { name: 'Updated Job Name', enabled: false });
  expect(updated.status).toBe(200);
  expect(updated.body.message).toBe('ジョブを更新しました');
  expect(updated.body.data).toMatchObject({ id, name: 'Updated Job Name', enabled: false, nextRunAt: null });
  const deleted = await api.call(token, 'DELETE', `/api/jobs/${id}`);
  expect(deleted.status).toBe(200);
  expect(deleted.text).toBe('{"success":true,"message":"ジョブを削除しました","data":null}');
  expect((await api.call(token, 'GET', `/api/jobs/${id}`)).status).toBe(404);
});

test('executing', async () => {
  const { token } = await api.user('FREE');
  const id = await createJob(token);
  const { status, body } = await api.call(token, 'POST', `/api/jobs/${id}/execute`);
  expect(status).toBe(200);
  expect(body.message).toBe('success');
  const { name, url, method, schedule } = DRAFT;
  expect(body.data).toMatchObject({
    job: { id, name, url, method, schedule, enabled: true },
    result: {
      jobId: id,
      url,
      status: 200,
      successful: true,
      type: 'MANUAL',
      durationMs: 234,
      responseBody: '{"status":"ok"}',
      responseHeaders: { 'content-type': 'application/json' },
      startedAt: '2025-11-04T10:00:00.000Z',
      finishedAt: '2025-11-04T10:00:00.234Z',
    },
  });
  expect((body.data as { result?: { id?: string } }).result?.id).toMatch(/^log_[0-9a-f]{32}$/);
});

describe('limits of the free plan', () => {
  const create = (token: string, times: number) => Promise.all(Array.from({ length: times }, () => createJob(token)));

  test('3 jobs, 2 creations and 1 deletion today: allowed', async () => {
    const { token, userId } = await api.user('FREE');
    await create(token, 3);
    await api.database.pool.query('UPDATE usage_days SET jobs_created = 2, jobs_deleted = 1 WHERE user_id = $1', [
      userId,
    ]);
    expect((await api.call(token, 'POST', '/api/jobs', DRAFT)).status).toBe(201);
  });

  test('5 jobs: refused', async () => {
    const { token } = await api.user('FREE');
    await create(token, 5);
    expect(refusal(await api.call(token, 'POST', '/api/jobs', DRAFT))).toEqual({
      status: 400,
      success: false,
      message: 'プランの上限 (5 件) に達しています。現在のジョブ数: 5 件',
      data: null,
    });
  });

  test('5 creations and 5 deletions today: refused, though there is no job', async () => {
    const { token } = await api.user('FREE');
    const ids = await create(token, 5);
    for (const id of ids) await api.call(token, 'DELETE', `/api/jobs/${id}`);
    const answer = await api.call(token, 'POST', '/api/jobs', DRAFT);
    expect(refusal(answer)).toMatchObject({ status: 400, data: null });
    expect(answer.body.error).toEqual({
      code: 'plan_limit',
      details: { kind: 'activity_limit', limit: 10, created: 5, deleted: 5 },
    });
  });

  test('a batch of 10 beside 3 jobs: refused', async () => {
    const { token } = await api.user('FREE');
    await create(token, 3);
    const drafts = Array.from({ length: 10 }, () => DRAFT);
    expect(refusal(await api.call(token, 'POST', '/api/jobs/batch', drafts))).toEqual({
      status: 400,
      success: false,
      message:
        'リクエストされたジョブ数 (10 件) を作成すると、プランの上限 (5 件) を超えてしまいます。現在のジョブ数: 3 件',
      data: null,
    });
  });

  test.each([
    ['*/5 * * * *', '5 分'],
    ['0,1 9 * * *', '1 分'],
  ])('%s is too often', async (schedule, interval) => {
    const { token } = await api.user('FREE');
    expect(refusal(await api.call(token, 'POST', '/api/jobs', { ...DRAFT, schedule }))).toEqual({
      status: 400,
      success: false,
      message: `このプランでは最小実行間隔は 30 分です。指定された間隔: ${interval}`,
      data: null,
    });
  });

  test('a run beyond the month is in the logs as skipped', async () => {
    const { token, userId } = await api.user('FREE');
    const jobId = await createJob(token);
    const runId = await enterRun(api.database, {
      userId,
      cronJobId: jobId,
      scheduledFor: new Date('2025-11-05T00:00:00.000Z'),
      state: 'skipped',
      reason: { code: 'monthly_runs', limit: 500, current: 500 },
    });
    const { body } = await api.call(token, 'GET', `/api/logs/${formatRunId(runId)}`);
    expect(body.data).toMatchObject({
      jobId,
      skipped: true,
      reason: '月間実行回数の上限 (500 回) に達しています。現在: 500 回',
    });
  });
});
