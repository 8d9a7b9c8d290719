import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import type { Overlap } from '@carillon/core/domain/policy/run-policy';
import type { RunReason } from '@carillon/core/domain/run/reason';
import type { RunState } from '@carillon/core/domain/run/states';
import { createGate } from '@carillon/testkit/gate';
import type { QueueBackend } from '@carillon/testkit/queue-backends';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { startSink, type Sink, type SinkAnswer, type SinkRequest } from '@carillon/testkit/sink';
import { spawnApp, type AppName, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';

/** How long each call takes, while its cron job is due every second. */
const CALL_MS: Readonly<Record<string, number>> = { '/skip': 2_200, '/queue': 1_200 };
const INSTANTS = 4;

interface LedgerRow {
  id: string;
  state: RunState;
  reason: RunReason | null;
  scheduledFor: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** Cron jobs whose runs take longer than their period, through processes, on one queue backend (F37). */
export function describeTurns({ name, redisUrl }: QueueBackend): void {
  describe(`runs longer than their period, two schedulers and two workers, the queue on ${name}`, () => {
    let server: TestDatabase;
    let database: Database;
    let sink: Sink;
    const apps: SpawnedApp[] = [];
    const gate = createGate();
    const jobs = new Map<Overlap, string>();
    const active = new Map<string, number>();
    const most = new Map<string, number>();

    const answer = async ({ path }: SinkRequest): Promise<SinkAnswer> => {
      const takesMs = CALL_MS[path];
      if (takesMs === undefined) return { gate };
      const now = (active.get(path) ?? 0) + 1;
      active.set(path, now);
      most.set(path, Math.max(most.get(path) ?? 0, now));
      await delay(takesMs);
      active.set(path, (active.get(path) ?? 0) - 1);
      return {};
    };
    const start = (app: AppName) => {
      const queue: Record<string, string> = redisUrl === null ? {} : { REDIS_URL: redisUrl };
      return spawnApp(app, { DATABASE_URL: server.url, EGRESS_ALLOW_CIDRS: '127.0.0.0/8', ...queue });
    };
    const ledger = async (overlap: Overlap) => {
      const sql = `SELECT id, state, reason, scheduled_for AS "scheduledFor", started_at AS "startedAt", finished_at AS "finishedAt"
        FROM runs WHERE cron_job_id = $1 ORDER BY scheduled_for`;
      return (await database.pool.query<LedgerRow>(sql, [jobs.get(overlap)])).rows;
    };
    const allEnded = async (overlap: Overlap) => (await ledger(overlap)).every((run) => run.finishedAt !== null);

    beforeAll(async () => {
      server = await createTestDatabase();
      database = openDatabase({ url: server.url });
      sink = await startSink({ answer });
      const userId = await seedUser(database.db);
      for (const app of ['worker', 'scheduler'] as const) apps.push(...(await Promise.all([start(app), start(app)])));
      const nextRunAt = new Date((Math.floor(Date.now() / 1_000) + 2) * 1_000);
      for (const overlap of ['skip', 'queue', 'cancelPrevious'] as const) {
        const due = { schedule: '* * * * * *', timeoutMs: 60_000, nextRunAt, policy: { overlap } };
        const [id = ''] = await seedCronJobs(database.db, 1, { userId, url: `${sink.url}/${overlap}`, ...due });
        jobs.set(overlap, id);
      }
      await waitFor('enough due instants', async () => (await ledger('queue')).length >= INSTANTS, {
        timeoutMs: 20_000,
      });
      await database.pool.query('UPDATE cron_jobs SET next_run_at = NULL');
    }, 60_000);
    afterAll(async () => {
      gate.open();
      await Promise.all(apps.map((app) => app.stop()));
      await database.close();
      await sink.close();
      await server.close();
    });

    test('skip: one call at a time, and every other instant is in the ledger as skipped', async () => {
      await waitFor('the last run to end', () => allEnded('skip'));
      const rows = await ledger('skip');
      const states = rows.map((run) => run.state);
      expect(most.get('/skip')).toBe(1);
      expect(rows.length).toBeGreaterThanOrEqual(INSTANTS);
      expect(states.filter((state) => state === 'succeeded')).toHaveLength(sink.to('/skip').length);
      expect(states.filter((state) => state === 'skipped').length).toBeGreaterThanOrEqual(2);
      expect(new Set(states)).toEqual(new Set(['succeeded', 'skipped']));
      const skipped = rows.filter((run) => run.state === 'skipped');
      expect(new Set(skipped.map((run) => run.reason?.code))).toEqual(new Set(['overlap']));
    });

    test('queue: every instant is called, one after the other, in order', async () => {
      await waitFor('the last run to end', () => allEnded('queue'), { timeoutMs: 20_000 });
      const rows = await ledger('queue');
      expect(rows.map((run) => run.state)).toEqual(rows.map(() => 'succeeded'));
      expect(most.get('/queue')).toBe(1);
      const called = sink.to('/queue').map((request) => request.headers['carillon-scheduled-for']);
      expect(called).toEqual(rows.map((run) => run.scheduledFor.toISOString()));
      // A worker counts a start from when it asked for the run: up to the time of that question too late.
      for (const [i, run] of rows.slice(1).entries())
        expect(run.startedAt?.getTime()).toBeGreaterThan((rows[i]?.finishedAt?.getTime() ?? Infinity) - 500);
    });

    test('cancelPrevious: the call before is cut short, and the ledger says by what', async () => {
      // Nobody has answered: what is not in flight any more was closed from outside.
      await waitFor('all calls but the last to be closed', () => active.get('/queue') === 0 && sink.inFlight() === 1);
      const before = await ledger('cancelPrevious');
      const called = sink.to('/cancelPrevious').length;
      expect(called).toBeGreaterThanOrEqual(INSTANTS - 1);
      gate.open();
      await waitFor('the last run to end', () => allEnded('cancelPrevious'));
      const rows = await ledger('cancelPrevious');
      expect(rows.map((run) => run.state)).toEqual([...rows.slice(1).map(() => 'cancelled'), 'succeeded']);
      for (const [i, run] of rows.slice(0, -1).entries())
        expect(run.reason).toEqual({ code: 'superseded', runId: rows[i + 1]?.id });
      expect(sink.to('/cancelPrevious')).toHaveLength(called);
      expect(before).toHaveLength(rows.length);
    });
  });
}
