import { openDatabase, type Database } from '@carillon/core/db/client';
import { listWorkerJobs, type WorkerJobSelection } from '@carillon/core/engine/list-worker-jobs';
import { readWorkerJobStatistics } from '@carillon/core/engine/read-worker-job-statistics';
import { rollUpWorkerJobs } from '@carillon/core/engine/roll-up-worker-jobs';
import { seedUser } from '@carillon/testkit/seed';
import type { Servers } from './servers.js';
import { median } from './statistics.js';

/** A question about worker jobs, and how long its answers took, the middle one of several. */
export interface Answer {
  question: string;
  ms: number;
}

const TIMES = 9;
/** In one statement, which must end within the pool's limit. */
const AT_A_TIME = 50_000;

const INSERT = `
  INSERT INTO worker_jobs (key, user_id, tenant_id, type, state, ready, available_at, retries, original_retries, timeout_ms,
    created_at, activated_at, worker, activation_id, deadline, finished_at, finished_xid, variables, variables_bytes, custom_headers)
  SELECT 'bench-job-' || lpad(to_hex(g), 32, '0'), $1, 'default', 'type-' || g % 20,
    CASE WHEN g % 1000 = 0 THEN 'FAILED' ELSE 'COMPLETED' END, false, c, 3, 3, 120000, c, c, 'worker-' || g % 10,
    gen_random_uuid(), c, c + (g % 3000) * interval '1 ms', pg_current_xact_id(), '{"n": 1}', 8, '{}'
  FROM (SELECT g, clock_timestamp() - interval '1 day' * (1 - g::float8 / $2) AS c FROM generate_series($3::int, $4::int) g) s`;

/** S1: statistics and listings beside so many ended worker jobs of one user, spread over a day. */
export async function askForStatistics(servers: Servers, jobs: number): Promise<Answer[]> {
  const database = openDatabase({ url: await servers.freshDatabase('statistics'), max: 4 });
  try {
    const userId = await seedUser(database.db);
    for (let from = 1; from <= jobs; from += AT_A_TIME)
      await database.pool.query(INSERT, [userId, jobs, from, Math.min(from + AT_A_TIME - 1, jobs)]);
    for (let left = jobs; left > 0;) left -= (await rollUpWorkerJobs(database.pool)).rows;
    await database.pool.query('ANALYZE');
    return await askAll(database, userId, jobs);
  } finally {
    await database.close();
  }
}

async function askAll({ pool }: Database, userId: string, jobs: number): Promise<Answer[]> {
  const access = { userId, tenantIds: null };
  const stats = (withinSeconds?: number) => () => readWorkerJobStatistics(pool, { ...access, withinSeconds });
  const page = (offset: number, selection: Partial<WorkerJobSelection> = {}) => {
    const where = { limit: 20, offset, sortBy: 'created_at', descending: true } as const;
    return () => listWorkerJobs(pool, { ...access, ...selection }, where);
  };
  const questions: [string, () => Promise<unknown>][] = [
    ['statistics of all', stats()],
    ['statistics of 24 h', stats(86_400)],
    ['statistics of 1 h', stats(3_600)],
    ['page 1', page(0)],
    ['page 5,000', page(99_980)],
    ['the last page', page(jobs - 20)],
    ['failed ones (0.1 %), page 25', page(480, { states: ['FAILED'] })],
  ];
  const answers: Answer[] = [];
  for (const [question, ask] of questions) answers.push({ question, ms: await middleTime(ask) });
  return answers;
}

async function middleTime(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const startedAt = performance.now();
    await ask();
    times.push(performance.now() - startedAt);
  }
  return median(times);
}
