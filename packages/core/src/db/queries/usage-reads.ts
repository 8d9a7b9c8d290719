import { sql } from 'drizzle-orm';
import type { FullPlan } from '../../domain/quota/plan.js';
import type { Db } from '../client.js';
import { rowsOf } from '../sql.js';
import { quotaDay } from './quota-period.js';

/** What a user has, has used and has done, in the current month and day of the quota's calendar. */
export interface Usage {
  /** `YYYY-MM-DD`. */
  day: string;
  jobs: number;
  apiKeys: number;
  monthExecutions: number;
  monthApiCalls: number;
  billedAmount: number;
  paid: boolean;
  dayExecutions: number;
  dayApiCalls: number;
  peakJobCount: number;
  peakApiKeyCount: number;
  jobsCreated: number;
  jobsDeleted: number;
  apiKeysCreated: number;
  apiKeysDeleted: number;
  plan: FullPlan;
}

/** Reads a user's usage in one statement, so that its figures belong together; null when there is no such user. */
export async function selectUsage(db: Db, userId: string, timeZone: string): Promise<Usage | null> {
  const [row] = await rowsOf<Usage>(
    db,
    sql`SELECT t.day::text AS day, u.job_count AS jobs, u.api_key_count AS "apiKeys",
          coalesce(m.executions, 0) AS "monthExecutions", coalesce(m.api_calls, 0)::float8 AS "monthApiCalls",
          coalesce(m.billed_amount, 0) AS "billedAmount", coalesce(m.paid, false) AS paid,
          coalesce(d.executions, 0) AS "dayExecutions", coalesce(d.api_calls, 0) AS "dayApiCalls",
          greatest(d.peak_job_count, u.job_count) AS "peakJobCount",
          greatest(d.peak_api_key_count, u.api_key_count) AS "peakApiKeyCount",
          coalesce(d.jobs_created, 0) AS "jobsCreated", coalesce(d.jobs_deleted, 0) AS "jobsDeleted",
          coalesce(d.api_keys_created, 0) AS "apiKeysCreated", coalesce(d.api_keys_deleted, 0) AS "apiKeysDeleted",
          jsonb_build_object('name', p.name, 'maxJobs', p.max_jobs, 'monthlyRuns', p.monthly_runs,
            'minIntervalSeconds', p.min_interval_seconds, 'dailyApiCalls', p.daily_api_calls,
            'requestsPerMinute', p.requests_per_minute, 'logRetentionDays', p.log_retention_days,
            'maxTimeoutMs', p.max_timeout_ms) AS plan
        FROM (SELECT ${quotaDay(sql`statement_timestamp()`, timeZone)} AS day) t
        JOIN users u ON u.id = ${userId} JOIN plans p ON p.name = u.plan
        LEFT JOIN usage_days d ON d.user_id = u.id AND d.day = t.day
        LEFT JOIN usage_months m ON m.user_id = u.id AND m.month = date_trunc('month', t.day)::date`,
  );
  return row ?? null;
}
