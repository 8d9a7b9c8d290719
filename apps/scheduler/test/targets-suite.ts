import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { runs, workerJobs } from '@carillon/core/db/schema/index';
import type { CronTarget } from '@carillon/core/domain/target/cron-target';
import { NO_VARIABLES } from '@carillon/core/domain/worker-job/variables';
import { activateWorkerJobs } from '@carillon/core/engine/activate-worker-jobs';
import { completeWorkerJobs } from '@carillon/core/engine/complete-worker-jobs';
import type { QueueBackend } from '@carillon/testkit/queue-backends';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { spawnApp, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';

const TARGET: CronTarget = {
  kind: 'workerJob',
  tenantId: 'default',
  type: 'report',
  variables: {},
  retries: 3,
  timeoutMs: 120_000,
};

/** Schedules that feed pulling workers, with schedulers as processes, on one queue backend. */
export function describeTargets({ name, redisUrl }: QueueBackend): void {
  describe(`cron jobs that make worker jobs, the queue on ${name}`, () => {
    let server: TestDatabase;
    let database: Database;
    let userId: string;
    let apps: SpawnedApp[] = [];

    beforeAll(async () => {
      server = await createTestDatabase();
      database = openDatabase({ url: server.url });
      userId = await seedUser(database.db);
    });
    afterEach(async () => {
      await Promise.all(apps.map((app) => app.stop()));
      apps = [];
      await database.pool.query('TRUNCATE cron_jobs, runs, run_batches, worker_jobs, incidents CASCADE');
    });
    afterAll(async () => {
      await database.close();
      await server.close();
    });

    const startScheduler = async (more: Record<string, string> = {}) => {
      const queue: Record<string, string> = redisUrl === null ? {} : { REDIS_URL: redisUrl };
      const app = await spawnApp('scheduler', { DATABASE_URL: server.url, ...queue, ...more });
      apps.push(app);
      return app;
    };
    /** Does what a pulling worker does, once. */
    const pull = async () => {
      const access = { userId, tenantIds: null };
      const wish = { ...access, type: TARGET.type, worker: 'w', maxJobs: 100, leaseMs: 60_000, fetchVariables: [] };
      const jobs = await activateWorkerJobs(database.pool, wish, '');
      const items = jobs.map(({ key }) => ({ ...access, key, activationId: null, variables: NO_VARIABLES }));
      if (items.length > 0) await completeWorkerJobs(database.pool, items);
    };
    const pullUntil = (count: number) =>
      waitFor(
        `${count} worker jobs to be made and done`,
        async () => {
          await pull();
          return (await database.db.$count(workerJobs)) >= count;
        },
        { timeoutMs: 40_000 },
      );
    /** Whether the ledger and the worker jobs say the same, and each due instant of each job is there once. */
    const expectOneEach = async () => {
      const [ledger, jobs] = await Promise.all([
        database.db.select().from(runs),
        database.db.select().from(workerJobs),
      ]);
      expect(jobs.map((job) => job.runId).sort()).toEqual(ledger.map((run) => run.id).sort());
      const instants = ledger.map((run) => `${run.cronJobId} ${run.scheduledFor.toISOString()}`);
      expect(new Set(instants).size).toBe(ledger.length);
      return ledger;
    };

    test('three schedulers: exactly one worker job for each due instant, whose end is the run’s', async () => {
      const first = (Math.floor(Date.now() / 2_000) + 2) * 2_000;
      await seedCronJobs(database.db, 100, {
        userId,
        target: TARGET,
        schedule: '*/2 * * * * *',
        nextRunAt: new Date(first),
      });
      const schedulers = await Promise.all([startScheduler(), startScheduler(), startScheduler()]);
      await pullUntil(300);
      await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
      await waitFor('all of them to be done', async () => {
        await pull();
        return (await database.pool.query(`SELECT FROM runs WHERE state = 'queued'`)).rowCount === 0;
      });
      const ledger = await expectOneEach();
      for (const i of [0, 1, 2]) {
        const due = ledger.filter((run) => run.scheduledFor.getTime() === first + i * 2_000);
        expect(due).toHaveLength(100);
      }
      for (const run of ledger) {
        expect(run.state).toBe('succeeded');
        expect(run.startedAt?.getTime()).toBeGreaterThanOrEqual(run.scheduledFor.getTime());
      }
      expect((await database.pool.query('SELECT FROM run_batches')).rowCount).toBe(0);
    }, 60_000);

    test('a scheduler that dies after its commit loses and doubles nothing', async () => {
      await seedCronJobs(database.db, 40, { userId, target: TARGET, nextRunAt: new Date(Date.now() + 500) });
      const doomed = await startScheduler({ FAILPOINTS: 'after-claim-commit' });
      expect((await doomed.exited).signal).toBe('SIGKILL');
      // Nobody has to bring anything back: what is committed is to be had at once.
      expect(await database.db.$count(workerJobs)).toBeGreaterThan(0);
      await startScheduler();
      await pullUntil(40);
      await pull();
      const ledger = await expectOneEach();
      expect(ledger).toHaveLength(40);
      expect(new Set(ledger.map((run) => run.state))).toEqual(new Set(['succeeded']));
    }, 30_000);
  });
}
