import type pg from 'pg';

/** One user without limits, for the rows below. */
export async function seedUser(client: pg.Client): Promise<string> {
  await client.query(
    `INSERT INTO users (id, name, email, plan) VALUES ('user_bench', 'Bench', 'bench@example.com', 'UNLIMITED')`,
  );
  return 'user_bench';
}

export interface CronJobSeed {
  count: number;
  url: string;
  /** SQL for `next_run_at`, in which `i` is the row's number from 1. */
  nextRunAt: string;
  schedule?: string;
}

/** Inserts cron jobs that POST a small JSON body; every one with a 2xx behind it, as most jobs of a running system. */
export async function seedCronJobs(client: pg.Client, seed: CronJobSeed): Promise<void> {
  await client.query(
    `INSERT INTO cron_jobs (id, user_id, name, url, method, schedule, timezone, enabled, headers, body, next_run_at, last_status)
     SELECT gen_random_uuid(), 'user_bench', 'bench ' || i, $1, 'POST', $2, 'UTC', true,
       '{"content-type":"application/json"}', '{"type":"bench"}', ${seed.nextRunAt}, 'succeeded'
     FROM generate_series(1, $3::int) AS i`,
    [seed.url, seed.schedule ?? '0 4 * * *', seed.count],
  );
  await client.query('VACUUM (ANALYZE) cron_jobs');
}
