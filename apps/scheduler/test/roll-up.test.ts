import { expect, test } from '@jest/globals';
import { openDatabase } from '@carillon/core/db/client';
import { activateWorkerJobs } from '@carillon/core/engine/activate-worker-jobs';
import { cancelWorkerJob } from '@carillon/core/engine/cancel-worker-job';
import { createWorkerJobs } from '@carillon/core/engine/create-worker-jobs';
import { failWorkerJob } from '@carillon/core/engine/fail-worker-job';
import { listWorkerJobs } from '@carillon/core/engine/list-worker-jobs';
import { NO_VARIABLES } from '@carillon/core/domain/worker-job/variables';
import { seedUser } from '@carillon/testkit/seed';
import { spawnApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';

test('two schedulers roll each end up once, and tell so in their metrics', async () => {
  const server = await createTestDatabase();
  const database = openDatabase({ url: server.url });
  const { pool } = database;
  const schedulers = await Promise.all([1, 2].map(() => spawnApp('scheduler', { DATABASE_URL: server.url })));
  try {
    const userId = await seedUser(database.db);
    const access = { userId, tenantIds: null };
    const draft = {
      userId,
      tenantId: 'default',
      type: 'email',
      variables: NO_VARIABLES,
      customHeaders: '{}',
    };
    const settings = { retries: 1, timeoutMs: 60_000, priority: 0, runAt: null };
    const made = await createWorkerJobs(pool, 'srv1', Array(20).fill({ ...draft, ...settings }));
    const wish = { ...access, type: 'email', worker: 'w', leaseMs: 60_000, fetchVariables: [], maxJobs: 1 };
    const [failed] = await activateWorkerJobs(pool, wish, '');
    const report = { ...access, key: failed?.key ?? '', activationId: null, retries: null, backoffMs: null };
    await failWorkerJob(pool, { ...report, message: 'no' });
    for (const job of made) await cancelWorkerJob(pool, { ...access, key: job?.key ?? '', reason: null });

    const pending = 'SELECT FROM worker_jobs, worker_job_roll_up WHERE finished_xid >= before';
    await waitFor('all ends are rolled up', async () => (await pool.query(pending)).rows.length === 0);
    const page = { limit: 1, offset: 0, sortBy: 'created_at', descending: true } as const;
    const { summary } = await listWorkerJobs(pool, access, page);
    expect(summary).toMatchObject({ total: 20, cancelled: 20, failed: 0 });
    const totals = 'SELECT sum(count)::int AS count FROM worker_job_totals WHERE minutes = 1440';
    expect((await pool.query(totals)).rows).toEqual([{ count: 20 }]);
    const pages = () => Promise.all(schedulers.map(async ({ url }) => (await fetch(`${url ?? ''}/metrics`)).text()));
    const series = /^carillon_worker_jobs_rolled_up_total\{.*\} (\d+)$/m;
    // 21 when the failed one went in before it was cancelled, and once more as cancelled.
    await waitFor('both together have counted them', async () => {
      const counts = (await pages()).map((page) => Number(series.exec(page)?.[1]));
      return [20, 21].includes(counts.reduce((sum, count) => sum + count, 0));
    });
    expect((await pages())[0]).toContain('carillon_worker_job_incidents_open');
  } finally {
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
    await database.close();
    await server.close();
  }
});
