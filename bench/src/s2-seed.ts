import type { Database } from '@carillon/core/db/client';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { partitionDay } from '@carillon/core/domain/run/partition';

const DAYS = 7;
const DAY_MS = 86_400_000;
/** In one statement, which must end within the pool's limit. */
const AT_A_TIME = 50_000;

/** Daily ones at every minute of the day, and every tenth every five minutes; three in a hundred have failed. */
const JOBS = `
  INSERT INTO cron_jobs (id, user_id, name, url, method, schedule, timezone, enabled, headers, body, tags, next_run_at,
    last_status, consecutive_failures, created_at)
  SELECT overlay(overlay(md5(g::text) PLACING lpad(to_hex(1760000000000 + g), 12, '0') FROM 1) PLACING '7' FROM 13)::uuid,
    $1, 'Job ' || g, 'https://host-' || g % 50 || '.example.com/hook/' || g, 'POST',
    CASE WHEN g % 10 = 0 THEN '*/5 * * * *' ELSE g % 60 || ' ' || g / 60 % 24 || ' * * *' END, 'Asia/Tokyo', true,
    '{"content-type": "application/json"}', '{"n": 1}', ARRAY['team-' || g % 20, 'tier-' || g % 3],
    clock_timestamp() + CASE WHEN g % 10 = 0 THEN g % 300 * interval '1 second' ELSE g % 1440 * interval '1 minute' END,
    CASE WHEN g % 33 = 0 THEN 'failed' ELSE 'succeeded' END, CASE WHEN g % 33 = 0 THEN 1 + g % 40 ELSE 0 END,
    clock_timestamp() - g * interval '1 minute'
  FROM generate_series(1, $2::int) g`;

/** Ids that tell their due instant, as all do; spread evenly over the days up to now. */
const RUNS = `
  INSERT INTO runs (id, scheduled_for, cron_job_id, user_id, type, state, url, attempt, status, started_at, finished_at,
    duration_ms, response_body, response_headers, ttfb_ms)
  SELECT overlay(overlay(md5('run' || g) PLACING lpad(to_hex((extract(epoch FROM due) * 1000)::int8), 12, '0') FROM 1) PLACING '7' FROM 13)::uuid,
    due, overlay(overlay(md5((1 + g % $5)::text) PLACING lpad(to_hex(1760000000000 + 1 + g % $5), 12, '0') FROM 1) PLACING '7' FROM 13)::uuid,
    $1, 'AUTO', CASE WHEN g % 50 = 0 THEN 'failed' WHEN g % 101 = 0 THEN 'skipped' ELSE 'succeeded' END,
    'https://host-' || g % 50 || '.example.com/hook', 1, CASE WHEN g % 50 = 0 THEN 503 ELSE 200 END,
    due + g % 90 * interval '1 ms', due + g % 900 * interval '1 ms', g % 800, repeat('{"status":"ok"}', 20),
    '{"content-type": "application/json", "server": "bench"}', g % 700
  FROM (
    SELECT g, date_trunc('milliseconds', $6::timestamptz - interval '1 day' * $2::float8 * (1 - g::float8 / $7::float8)) AS due
    FROM generate_series($3::int, $4::int) g
  ) s`;

const AUDIT = `
  INSERT INTO audit_events (id, user_id, actor, action, resource_id, details)
  SELECT overlay(overlay(md5('event' || g) PLACING lpad(to_hex(1760000000000 + g), 12, '0') FROM 1) PLACING '7' FROM 13)::uuid,
    $1, 'system', CASE WHEN g % 100 = 0 THEN 'api_key.created' ELSE 'cron_job.updated' END, 'job', '{"name": "Job"}'
  FROM generate_series(1, $2::int) g`;

/** One user's cron jobs, and the ledger and the audit events of a week. */
export async function seedAccount(
  { db, pool }: Database,
  userId: string,
  { jobs, runs }: { jobs: number; runs: number },
): Promise<void> {
  const now = new Date();
  const days = Array.from({ length: DAYS + 2 }, (_, i) => partitionDay(new Date(now.getTime() + (1 - i) * DAY_MS)));
  await createRunPartitions(db).ensure(days);
  await pool.query(JOBS, [userId, jobs]);
  for (let from = 1; from <= runs; from += AT_A_TIME) {
    const to = Math.min(from + AT_A_TIME - 1, runs);
    await pool.query(RUNS, [userId, DAYS, from, to, jobs, now, runs]);
  }
  await pool.query(AUDIT, [userId, 2 * jobs]);
  await pool.query('ANALYZE');
}
