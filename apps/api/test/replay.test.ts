import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatRunId } from '@carillon/core/domain/ids';
import type { PolicyChoices } from '@carillon/core/domain/policy/run-policy';
import type { RunState } from '@carillon/core/domain/run/states';
import { backfillRuns } from '@carillon/core/engine/backfill-runs';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { requestManualRun } from '@carillon/core/engine/request-manual-run';
import { openPublisher, type Publisher } from '@carillon/core/queues/publish';
import { seedCronJobs } from '@carillon/testkit/seed';
import { enterRun } from './support/ledger.js';
import { startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
let publisher: Publisher;
let userId: string;
let token: string;
/** What performs the runs of this test. */
let perform: (runId: string) => Promise<boolean> = () => Promise.resolve(false);

beforeAll(async () => {
  api = await startApi((_deps, { db, pool }) => {
    const databaseUrl = pool.options.connectionString ?? '';
    publisher = openPublisher({ databaseUrl, redisUrl: undefined }, () => undefined);
    const partitions = createRunPartitions(db);
    const deps = { db, partitions, publisher, quotaTimezone: 'UTC', node: 'srv1', onPublishError: () => undefined };
    return {
      manualRuns: { request: (input) => requestManualRun(deps, input), wait: (runId) => perform(runId) },
      backfill: (request) => backfillRuns(deps, request),
    };
  });
  ({ userId, token } = await api.user('UNLIMITED'));
});
afterAll(async () => {
  await publisher.close();
  await api.close();
});

const HOUR = 3_600_000;
const hour = (ago: number) => new Date(Math.floor(Date.now() / HOUR) * HOUR - ago * HOUR);
const job = async (policy: PolicyChoices | null = null, fields: { enabled?: boolean } = {}) => {
  const nextRunAt = new Date(Date.now() + HOUR);
  const [id = ''] = await seedCronJobs(api.database.db, 1, {
    userId,
    schedule: '0 * * * *',
    nextRunAt,
    policy,
    ...fields,
  });
  return id;
};
const enter = async (cronJobId: string, state: RunState, ago = 1) =>
  formatRunId(await enterRun(api.database, { userId, cronJobId, scheduledFor: hour(ago), state }));
const replay = (logId: string, language = 'en') =>
  api.call(token, 'POST', `/api/logs/${logId}/replay`, undefined, { 'accept-language': language });

describe('POST /api/logs/{logId}/replay', () => {
  test('201 with the new log, which names the old one', async () => {
    const old = await enter(await job(), 'failed');
    perform = async (runId) => {
      await api.database.pool.query(
        `UPDATE runs SET state = 'succeeded', status = 200, finished_at = clock_timestamp() WHERE id = $1`,
        [runId],
      );
      return true;
    };
    const { status, body } = await replay(old);
    perform = () => Promise.resolve(false);
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ type: 'MANUAL', replayOf: old, state: 'succeeded', status: 200 });
    expect((await api.call(token, 'GET', `/api/logs/${old}`)).body.data).toMatchObject({
      state: 'failed',
      replayOf: null,
    });
  });

  test('202 while it goes on or waits for its turn', async () => {
    const id = await job({ overlap: 'queue' });
    const old = await enter(id, 'failed');
    for (const expected of ['first', 'waiting']) {
      const { status, body } = await replay(old);
      expect([expected, status]).toEqual([expected, 202]);
      expect(body.data).toMatchObject({ state: 'queued', replayOf: old, successful: null });
      expect(body.message).toContain(String(body.data['id']));
    }
  });

  test.each([
    ['en', 'Not run: the run before it,'],
    ['ja', '前の実行 ('],
    ['ru', 'Не выполнено: предыдущий запуск'],
  ])('409 in %s when another run has the turn; the ledger says so, and so does execute', async (language, text) => {
    const id = await job({ overlap: 'skip' });
    const old = await enter(id, 'failed');
    const first = await replay(old);
    const second = await replay(old, language);
    expect(second.status).toBe(409);
    expect(second.body.message).toContain(text);
    expect(second.body.message).toContain(String(first.body.data['id']));
    const result = { state: 'skipped', skipped: true, replayOf: old };
    expect(second.body.error).toMatchObject({ code: 'overlap', details: { result } });
    const executed = await api.call(token, 'POST', `/api/jobs/${id}/execute`);
    expect([executed.status, executed.body.error?.code]).toEqual([409, 'overlap']);
  });

  test('409 for a run that has not ended and for a job that was deleted', async () => {
    const id = await job();
    const live = await replay(await enter(id, 'queued', 2));
    expect([live.status, live.body.message]).toEqual([
      409,
      'A run that has not ended cannot be replayed (state: queued)',
    ]);
    const old = await enter(id, 'failed');
    await api.call(token, 'DELETE', `/api/jobs/${id}`);
    const gone = await replay(old);
    expect([gone.status, gone.body.message]).toEqual([409, 'The run cannot be replayed: its job was deleted']);
  });

  test('404 for what is not there', async () => {
    expect((await replay('log_1')).status).toBe(404);
  });
});

describe('POST /api/jobs/{jobId}/backfill', () => {
  const backfill = (id: string, body: object) =>
    api.call(token, 'POST', `/api/jobs/${id}/backfill`, body, { 'accept-language': 'en' });
  const span = { from: hour(4).toISOString(), to: hour(0).toISOString() };

  test('tells what it would do, does it, and does it once', async () => {
    const id = await job();
    const missed = await enter(id, 'missed', 2);
    await enter(id, 'failed', 3);
    const dry = await backfill(id, { ...span, dryRun: true });
    expect([dry.status, dry.body.data]).toMatchObject([
      200,
      { dryRun: true, counts: { absent: 2, missed: 1, failed: 0 } },
    ]);
    const done = await backfill(id, span);
    expect(done.body.data).toMatchObject({ dryRun: false, repeatedBefore: 0, left: { turns: 0, quota: 0 } });
    const made = done.body.data['runs'] as unknown as {
      scheduledFor: string;
      fate: string;
      logId: string;
      replayOf: string;
    }[];
    expect(made.map(({ scheduledFor, fate, replayOf }) => [scheduledFor, fate, replayOf])).toEqual([
      [hour(4).toISOString(), 'absent', null],
      [hour(2).toISOString(), 'missed', missed],
      [hour(1).toISOString(), 'absent', null],
    ]);
    for (const { logId } of made) expect((await api.call(token, 'GET', `/api/logs/${logId}`)).status).toBe(200);
    expect((await backfill(id, span)).body.data).toMatchObject({ runs: [], repeatedBefore: 1 });
  });

  test.each([
    [{ from: span.to, to: span.from }, 'to: must lie after from'],
    [{ ...span, include: ['late'] }, 'include[0]: must be one of absent, missed, skipped, failed'],
    [{ ...span, include: [] }, 'include: must have at least 1 item'],
    [{ from: 'yesterday', to: span.to }, 'from: must be an ISO 8601 date and time'],
    [{ from: '2020-01-01T00:00:00Z', to: span.to }, 'from: must not lie before the 90 days'],
    [{ from: hour(24 * 80).toISOString(), to: span.to }, 'to: there are more than 1000 due instants'],
    [{ ...span, all: true }, 'all: is not a known field'],
    [{}, 'from: is required'],
  ])('400: %j', async (body, sentence) => {
    const { status, body: answer } = await backfill(await job(), body);
    expect([status, answer.message]).toEqual([400, expect.stringContaining(sentence)]);
  });

  test('409 for a disabled job', async () => {
    const { status, body } = await backfill(await job(null, { enabled: false }), span);
    expect([status, body.message]).toEqual([409, 'The job is disabled. Enable it before its runs are made up for']);
  });
});
