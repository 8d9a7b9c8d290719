import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { createGate } from '@carillon/testkit/gate';
import { waitFor } from '@carillon/testkit/wait-for';
import { listen } from '../../../src/db/listen.js';
import { UNPUBLISHED_CHANNEL } from '../../../src/db/queries/hand-over-runs.js';
import { dueBatches, readNextAttention } from '../../../src/db/queries/run-batches.js';
import { cronJobs } from '../../../src/db/schema/index.js';
import type { PolicyChoices } from '../../../src/domain/policy/run-policy.js';
import { DEFAULT_POLICY } from '../../../src/domain/policy/run-policy.js';
import type { CallResult } from '../../../src/domain/run/outcome.js';
import { finishRuns } from '../../../src/engine/finish-runs.js';
import { performRun } from '../../../src/engine/perform-run.js';
import { createRetryBell } from '../../../src/engine/retry-bell.js';
import { answer, ended, only, setUp, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => s.empty());

const finish = (...outcomes: Parameters<typeof finishRuns>[1]) => finishRuns(s.database.pool, outcomes);
const retryNow = async () => {
  await s.makeDue('retrying');
  await s.reconcile();
  return s.takeAll();
};
const byTime = (a: Date, b: Date) => a.getTime() - b.getTime();
const jobs = () => s.database.db.select().from(cronJobs);

describe('a failed attempt with another to come', () => {
  test('leaves the run open, is noted, and the next is made when its time has come', async () => {
    const first = only(await s.take(1));
    expect(first.pastAttempts).toBeNull();
    expect(await finish(ended(first, 500, 60_000))).toMatchObject({ stale: 0 });
    const past = { attempt: 1, startedAt: new Date(first.startedAt).toISOString(), durationMs: 12, status: 500 };
    expect(await s.ledger()).toMatchObject([{ state: 'queued', attempts: [{ ...past, error: null }] }]);
    expect(await jobs()).toMatchObject([{ lastStatus: null, consecutiveFailures: 0 }]);
    const waiting = only(await s.batches('retrying'));
    expect(waiting).toMatchObject({ queue: 'runs', attempt: 2, lostLeases: 0, runIds: [first.runId] });
    expect(waiting.attentionAt.getTime() - waiting.createdAt.getTime()).toBeCloseTo(60_000, -2);
    expect(await s.reconcile()).toMatchObject({ batches: 0 });
    const second = only(await retryNow());
    expect(second).toMatchObject({ runId: first.runId, attempt: 2, pastAttempts: [past] });
    await finish(ended(second, 200));
    expect(await s.ledger()).toMatchObject([{ state: 'succeeded', attempt: 2, status: 200, attempts: [past] }]);
    expect(await jobs()).toMatchObject([{ lastStatus: 'succeeded', consecutiveFailures: 0 }]);
  });

  test('counts as a failure of the job once, when the last one has failed', async () => {
    await finish(ended(only(await s.take(1)), 500, 1_000));
    await finish(ended(only(await retryNow()), 502, 1_000));
    expect(await jobs()).toMatchObject([{ consecutiveFailures: 0 }]);
    await finish(ended(only(await retryNow()), 503));
    expect(await jobs()).toMatchObject([{ lastStatus: 'failed', consecutiveFailures: 1 }]);
    const row = only(await s.ledger());
    expect([row.state, row.attempt, row.status, row.attempts?.map((past) => past.status)]).toEqual([
      'failed',
      3,
      503,
      [500, 502],
    ]);
  });

  test('waits together with those of its flush that wait as long; the others end', async () => {
    const runs = await s.take(6);
    const outcomes = runs.map((run, i) => ended(run, i < 4 ? 500 : 200, [1_000, 1_000, 1_000, 2_000][i] ?? null));
    expect(await finish(...outcomes)).toMatchObject({ stale: 0 });
    expect((await s.batches('retrying')).map((batch) => batch.runIds.length).sort()).toEqual([1, 3]);
    expect((await s.ledger()).filter((row) => row.state === 'succeeded')).toHaveLength(2);
    expect((await retryNow()).map((run) => run.attempt)).toEqual([2, 2, 2, 2]);
  });

  test('keeps its queue, so that who waits for a run by hand does not stand behind a herd', async () => {
    const run = only(await s.take(1));
    await s.database.pool.query(`UPDATE run_batches SET queue = 'manual-runs'`);
    await finish(ended({ ...run, queue: 'manual-runs' }, 500, 1_000));
    expect(await s.batches('retrying')).toMatchObject([{ queue: 'manual-runs' }]);
  });

  test('of a herd waits for room in the queue with the rest of its herd', async () => {
    const run = only(await s.take(1));
    await s.database.pool.query(`UPDATE run_batches SET queue = 'herd-runs', user_id = 'user_1'`);
    await finish(ended(run, 500, 1_000));
    await s.makeDue('retrying');
    expect(await s.reconcile()).toMatchObject({ retries: { ofHerds: 1, ofOthers: 0 } });
    expect(await s.batches('backlog')).toMatchObject([{ userId: 'user_1', attempt: 2, leaseToken: null }]);
  });
});

describe('orders that may happen', () => {
  test('an outcome that comes a second time, or after the lease was lost, changes nothing', async () => {
    const [twice, late] = await s.take(2);
    if (twice === undefined || late === undefined) throw new Error('nothing was taken');
    await finish(ended(twice, 500, 1_000));
    expect(await finish(ended(twice, 500, 1_000))).toEqual({ stale: 1 });
    expect(await finish(ended(twice, 200))).toEqual({ stale: 1 });
    await s.makeDue('running');
    await s.reconcile();
    expect(await finish(ended(late, 500, 1_000))).toEqual({ stale: 1 });
    const attempts = new Map((await s.ledger()).map((row) => [row.id, row.attempts?.map((past) => past.error?.code)]));
    expect(attempts.get(twice.runId)).toEqual([undefined]);
    expect(attempts.get(late.runId)).toEqual(['worker_lost']);
  });

  test('any number of schedulers publish a due attempt once', async () => {
    await finish(ended(only(await s.take(1)), 500, 1_000));
    await s.makeDue('retrying');
    const rounds = await Promise.all([s.reconcile(), s.reconcile(), s.reconcile()]);
    expect(rounds.reduce((sum, round) => sum + round.retries.ofOthers, 0)).toBe(1);
    expect(await s.batches()).toMatchObject([{ state: 'running' }, { state: 'published', attempt: 2 }]);
  });

  test('a scheduler that dies before it has published the attempt leaves it to the others', async () => {
    await finish(ended(only(await s.take(1)), 500, 1_000));
    await s.makeDue('retrying');
    const ids = (await s.batches('retrying')).map((batch) => batch.id);
    expect((await dueBatches(s.database.pool, ids)).batches).toHaveLength(1);
    expect((await dueBatches(s.database.pool, ids)).batches).toHaveLength(0);
    await s.makeDue('unpublished');
    expect(await s.reconcile()).toMatchObject({ unpublished: 1 });
    expect(await s.takeAll()).toMatchObject([{ attempt: 2 }]);
  });

  test('an attempt that is due while its job is disabled or deleted is not made, and the log says why', async () => {
    const [disabled, deleted, paused] = await s.take(3);
    if (disabled === undefined || deleted === undefined || paused === undefined) throw new Error('nothing was taken');
    await finish(...[disabled, deleted, paused].map((run) => ended(run, 500, 1_000)));
    const change = (run: typeof disabled, set: string) =>
      s.database.pool.query(`UPDATE cron_jobs SET ${set} WHERE id = $1`, [run.cronJobId]);
    await change(disabled, 'enabled = false');
    await s.database.pool.query('DELETE FROM cron_jobs WHERE id = $1', [deleted.cronJobId]);
    await change(paused, `policy = '{"pausedUntil": "2999-01-01T00:00:00.000Z", "endAt": "2026-01-01T00:00:00.000Z"}'`);
    expect((await retryNow()).map((run) => run.runId)).toEqual([paused.runId]);
    const rows = new Map((await s.ledger()).map((row) => [row.id, row]));
    const told = (run: typeof disabled) => {
      const row = rows.get(run.runId);
      return [row?.state, row?.reason?.code, row?.attempt, row?.attempts?.length];
    };
    expect(told(disabled)).toEqual(['cancelled', 'cron_job_disabled', 1, 1]);
    expect(told(deleted)).toEqual(['cancelled', 'cron_job_deleted', 1, 1]);
    expect(await jobs()).toMatchObject([{ consecutiveFailures: 0 }, { consecutiveFailures: 0 }]);
  });

  test('the leases of a flush are locked in order, as their renewal locks them', async () => {
    const [first, second] = [only(await s.take(1)), only(await s.take(1))].sort((a, b) =>
      a.batchId < b.batchId ? -1 : 1,
    );
    if (first === undefined || second === undefined) throw new Error('nothing was taken');
    const renewal = await s.database.pool.connect();
    const lock = (batchId: string) =>
      renewal.query('SELECT FROM run_batches WHERE id = $1 FOR NO KEY UPDATE', [batchId]);
    await renewal.query('BEGIN');
    await lock(first.batchId);
    const flush = finish(ended(first, 200), ended(second, 500, 1_000));
    await waitFor('the flush to wait', async () => {
      const { rowCount } = await s.database.pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rowCount === 1;
    });
    await lock(second.batchId);
    await renewal.query('COMMIT');
    renewal.release();
    expect(await flush).toMatchObject({ stale: 0 });
  });
});

describe('when the schedulers look', () => {
  test('an attempt that comes soon is told to them with its instant, and is what they wake for', async () => {
    const [connected, told] = [createGate(), createGate()];
    const payloads: string[] = [];
    const listener = listen({
      url: s.databaseUrl,
      channel: UNPUBLISHED_CHANNEL,
      onNotify: (payload) => {
        payloads.push(payload);
        told.open();
      },
      onConnected: () => connected.open(),
      onError: () => undefined,
    });
    await connected.opened;
    const bell = createRetryBell(s.database.pool, (error) => payloads.push(error.message));
    const fail = async (retryInMs: number) => {
      const done = await finish(ended(only(await s.take(1)), 500, retryInMs));
      expect(done).toEqual({ stale: 0, retryInMs });
      bell.ring(retryInMs);
    };
    await fail(3_600_000);
    expect(await readNextAttention(s.database.pool)).toBeNull();
    // The second is found when they look for the first.
    await fail(2_000);
    await fail(2_400);
    await told.opened;
    await listener.close();
    const [soon] = (await s.batches('retrying')).map((batch) => batch.attentionAt).sort(byTime);
    expect(payloads.map((at) => Math.round((Date.parse(at) - (soon?.getTime() ?? 0)) / 1_000))).toEqual([0]);
    const next = await readNextAttention(s.database.pool);
    expect(next?.at).toEqual(soon);
    expect(next?.inMs).toBeLessThanOrEqual(2_000);
  });
});

describe('what an attempt comes to', () => {
  const perform = async (policy: PolicyChoices | null, result: CallResult) => {
    const run = only(await s.take(1, { policy }));
    return performRun(run, { call: () => Promise.resolve(result), keyring: testKeyring }, performance.now());
  };
  const retry = { ...DEFAULT_POLICY.retry, maxAttempts: 3, delayMs: 100, jitter: 0 };

  test('is for the policy of the job to say', async () => {
    expect(await perform(null, answer(500))).toMatchObject({ state: 'failed', retryInMs: null });
    expect(await perform({ retry }, answer(500))).toMatchObject({ state: 'failed', retryInMs: 100 });
    expect(await perform({ retry }, answer(404))).toMatchObject({ state: 'failed', retryInMs: null });
    expect(await perform({ retry, successStatus: [[500, 500]] }, answer(500))).toMatchObject({
      state: 'succeeded',
      retryInMs: null,
    });
    expect(await perform({ successStatus: [[204, 204]] }, answer(200))).toMatchObject({ state: 'failed' });
  });

  test('a target that asks to be left alone is, in seconds or until a date', async () => {
    const inSeconds = answer(503, { 'retry-after': '30' });
    const untilDate = answer(503, {
      date: 'Sun, 22 Nov 2026 09:00:00 GMT',
      'retry-after': 'Sun, 22 Nov 2026 09:01:00 GMT',
    });
    expect(await perform({ retry }, inSeconds)).toMatchObject({ retryInMs: 30_000 });
    expect(await perform({ retry }, untilDate)).toMatchObject({ retryInMs: 60_000 });
  });
});
