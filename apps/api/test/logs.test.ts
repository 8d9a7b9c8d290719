import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '@carillon/core/db/client';
import { formatRunId } from '@carillon/core/domain/ids';
import type { ApiDeps, ManualRunOutcome } from '../src/deps.js';
import { enterRun, postponeRun, startRun } from './support/ledger.js';
import { DRAFT, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
/** What becomes of the next manual run. */
let manual: (input: { userId: string; cronJobId: string }, database: Database) => Promise<ManualRunOutcome>;
let wait: ApiDeps['manualRuns']['wait'] = () => Promise.resolve(false);
beforeAll(async () => {
  api = await startApi((_deps, database) => ({
    manualRuns: { request: (input) => manual(input, database), wait: (...args) => wait(...args) },
  }));
}, 60_000);
afterAll(() => api.close());

async function userWithJob() {
  const user = await api.user('FREE');
  const cronJobId = String((await api.call(user.token, 'POST', '/api/jobs', DRAFT)).body.data['id']);
  return { ...user, cronJobId };
}

const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 0, 1, 0, minute, second));

describe('one log', () => {
  test('tells what became of a run', async () => {
    const { token, userId, cronJobId } = await userWithJob();
    const entry = {
      userId,
      cronJobId,
      scheduledFor: at(1),
      startedAt: new Date(at(1).getTime() + 42),
      status: 500,
      durationMs: 7,
    };
    const id = await enterRun(api.database, { ...entry, state: 'failed' });
    const { body } = await api.call(token, 'GET', `/api/logs/${formatRunId(id)}`);
    expect(body.data).toEqual({
      id: formatRunId(id),
      jobId: cronJobId,
      url: DRAFT.url,
      status: 500,
      successful: false,
      type: 'AUTO',
      durationMs: 7,
      responseBody: null,
      responseHeaders: null,
      startedAt: '2026-01-01T00:01:00.042Z',
      finishedAt: '2026-01-01T00:01:00.049Z',
      scheduledFor: '2026-01-01T00:01:00.000Z',
      latenessMs: 42,
      state: 'failed',
      attempt: 1,
      attempts: [{ attempt: 1, startedAt: '2026-01-01T00:01:00.042Z', durationMs: 7, status: 500, error: null }],
      nextAttemptAt: null,
      skipped: false,
      reason: null,
      error: null,
      timings: { dnsMs: null, connectMs: null, tlsMs: null, ttfbMs: null, totalMs: 7 },
      replayOf: null,
      truncated: false,
    });
  });

  test('shows a live run as it stands', async () => {
    const { token, userId, cronJobId } = await userWithJob();
    const entry = { userId, cronJobId, scheduledFor: at(1), state: 'queued' } as const;
    const id = await enterRun(api.database, entry);
    await startRun(api.database, entry, id, at(1, 1));
    const { body } = await api.call(token, 'GET', `/api/logs/${formatRunId(id)}`);
    expect(body.data).toMatchObject({
      state: 'running',
      attempt: 1,
      startedAt: at(1, 1).toISOString(),
      latenessMs: 1_000,
      successful: null,
      finishedAt: null,
    });
  });

  test('shows every attempt, when the next is due, and what the connection took', async () => {
    const { token, userId, cronJobId } = await userWithJob();
    const past = [
      { attempt: 1, startedAt: at(1).toISOString(), durationMs: 12, status: 503, error: null },
      { attempt: 2, startedAt: null, durationMs: null, status: 0, error: { code: 'worker_lost', message: 'Lost.' } },
    ];
    const show = async (id: string) => (await api.call(token, 'GET', `/api/logs/${formatRunId(id)}`)).body.data;
    const entry = { userId, cronJobId, scheduledFor: at(1), state: 'queued', attempts: past } as const;
    const retried = await enterRun(api.database, entry);
    await postponeRun(api.database, entry, retried, { attempt: 3, until: at(9) });
    expect(await show(retried)).toMatchObject({
      state: 'retrying',
      attempt: 2,
      attempts: past,
      nextAttemptAt: at(9).toISOString(),
      successful: null,
      timings: null,
    });
    const listed = await api.call(token, 'GET', '/api/logs?state=retrying');
    expect(listed.body.data).toMatchObject([{ id: formatRunId(retried) }]);
    const connection = { dnsMs: 3, connectMs: 18, tlsMs: null };
    const done = { ...entry, scheduledFor: at(2), state: 'succeeded', startedAt: at(3), attempt: 3 } as const;
    const ended = await enterRun(api.database, { ...done, status: 200, durationMs: 40, ttfbMs: 39, connection });
    const last = { attempt: 3, startedAt: at(3).toISOString(), durationMs: 40, status: 200, error: null };
    expect(await show(ended)).toMatchObject({
      state: 'succeeded',
      attempt: 3,
      attempts: [...past, last],
      nextAttemptAt: null,
      timings: { ...connection, ttfbMs: 39, totalMs: 40 },
    });
  });

  test('gives the reason in the language asked for', async () => {
    const { token, userId, cronJobId } = await userWithJob();
    const reason = { code: 'monthly_runs', limit: 500, current: 500 } as const;
    const id = await enterRun(api.database, { userId, cronJobId, scheduledFor: at(1), state: 'skipped', reason });
    const english = await api.call(token, 'GET', `/api/logs/${formatRunId(id)}`, undefined, {
      'accept-language': 'en',
    });
    expect(english.body.data['reason']).toBe('The limit of 500 runs a month is reached. Current: 500');
  });

  test('can be deleted once the run has ended', async () => {
    const { token, userId, cronJobId } = await userWithJob();
    const ended = await enterRun(api.database, { userId, cronJobId, scheduledFor: at(1) });
    const live = await enterRun(api.database, { userId, cronJobId, scheduledFor: at(2), state: 'queued' });
    const deleted = await api.call(token, 'DELETE', `/api/logs/${formatRunId(ended)}`);
    expect([deleted.status, deleted.body.data]).toEqual([200, null]);
    expect((await api.call(token, 'GET', `/api/logs/${formatRunId(ended)}`)).status).toBe(404);
    const refused = await api.call(token, 'DELETE', `/api/logs/${formatRunId(live)}`);
    expect([refused.status, refused.body.error?.details]).toEqual([409, { state: 'queued' }]);
    expect((await api.call(token, 'GET', `/api/logs/${formatRunId(live)}`)).status).toBe(200);
  });
});

describe('the list', () => {
  test('leads through all runs once, latest first, over several days', async () => {
    const { token, userId, cronJobId } = await userWithJob();
    for (let day = 1; day <= 7; day++) {
      await enterRun(api.database, { userId, cronJobId, scheduledFor: new Date(Date.UTC(2026, 1, day)) });
    }
    // A manual run is never on a schedule's instant, but may be a millisecond from it.
    const beside = new Date(Date.UTC(2026, 1, 4, 0, 0, 0, 1));
    await enterRun(api.database, { userId, cronJobId, scheduledFor: beside, type: 'MANUAL' });
    for (const path of ['/api/logs?', `/api/jobs/${cronJobId}/logs?`]) {
      const days: number[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page = await api.call(token, 'GET', `${path}limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
        const logs = page.body.data as unknown as { scheduledFor: string }[];
        days.push(...logs.map((log) => new Date(log.scheduledFor).getUTCDate()));
        cursor = page.headers.get('x-next-cursor');
      }
      expect(days).toEqual([7, 6, 5, 4, 4, 3, 2, 1]);
    }
  });

  test('filters', async () => {
    const { token, userId, cronJobId } = await userWithJob();
    const entry = { userId, cronJobId };
    await enterRun(api.database, { ...entry, scheduledFor: at(1), status: 200 });
    await enterRun(api.database, { ...entry, scheduledFor: at(2), status: 503, state: 'failed' });
    await enterRun(api.database, { ...entry, scheduledFor: at(3), state: 'skipped', type: 'MANUAL' });
    const running = { ...entry, scheduledFor: at(4), state: 'queued' } as const;
    await startRun(api.database, running, await enterRun(api.database, running), at(4));
    const minutes = async (query: string) =>
      ((await api.call(token, 'GET', `/api/logs?${query}`)).body.data as unknown as { scheduledFor: string }[]).map(
        (log) => new Date(log.scheduledFor).getUTCMinutes(),
      );
    expect(await minutes('')).toEqual([4, 3, 2, 1]);
    expect(await minutes('status=503')).toEqual([2]);
    expect(await minutes('successful=true')).toEqual([1]);
    expect(await minutes('successful=false')).toEqual([3, 2]);
    expect(await minutes('type=MANUAL')).toEqual([3]);
    expect(await minutes('state=running')).toEqual([4]);
    expect(await minutes('state=queued')).toEqual([]);
    expect(await minutes('state=skipped')).toEqual([3]);
    expect(await minutes(`from=${at(2).toISOString()}&to=${at(3).toISOString()}`)).toEqual([2]);
    expect(await minutes('from=2026-01-01T09:04:00+09:00')).toEqual([4]);
  });
});

describe('executing', () => {
  test('a call that outlasts the wait: 202 and where to look', async () => {
    const { token, cronJobId } = await userWithJob();
    manual = async (input, database) => ({
      kind: 'queued',
      runId: await enterRun(database, { ...input, scheduledFor: at(1), state: 'queued', type: 'MANUAL' }),
    });
    const { status, body } = await api.call(token, 'POST', `/api/jobs/${cronJobId}/execute`);
    expect(status).toBe(202);
    expect(body.data).toMatchObject({ job: { id: cronJobId }, result: null });
    const log = await api.call(token, 'GET', `/api/logs/${String(body.data['runId'])}`);
    expect(log.body.data).toMatchObject({ type: 'MANUAL', state: 'queued' });
  });

  test('beyond the monthly limit: refused, and the ledger has a row that says so', async () => {
    const { token, cronJobId } = await userWithJob();
    const reason = { code: 'monthly_runs', limit: 500, current: 500 } as const;
    manual = async (input, database) => ({
      kind: 'skipped',
      runId: await enterRun(database, { ...input, scheduledFor: at(1), state: 'skipped', type: 'MANUAL', reason }),
    });
    const { status, body } = await api.call(token, 'POST', `/api/jobs/${cronJobId}/execute`);
    const message = '月間実行回数の上限 (500 回) に達しています。現在: 500 回';
    expect([status, body.message, body.data]).toEqual([400, message, null]);
    expect(body.error).toMatchObject({ code: 'plan_limit', details: { result: { skipped: true, reason: message } } });
  });

  test('a job that went away meanwhile', async () => {
    const { token, cronJobId } = await userWithJob();
    manual = () => Promise.resolve({ kind: 'not_found' });
    expect((await api.call(token, 'POST', `/api/jobs/${cronJobId}/execute`)).status).toBe(404);
  });

  test('a process that is stopping does not wait any longer', async () => {
    const { token, cronJobId } = await userWithJob();
    manual = async (input, database) => ({
      kind: 'queued',
      runId: await enterRun(database, { ...input, scheduledFor: at(1), state: 'queued', type: 'MANUAL' }),
    });
    wait = () => {
      api.stopping.abort();
      return new Promise(() => undefined);
    };
    expect((await api.call(token, 'POST', `/api/jobs/${cronJobId}/execute`)).status).toBe(202);
  });
});
