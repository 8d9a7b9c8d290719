import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** What a user may do. Rows, so that an operator can change a figure without a release; null means unlimited. */
export const plans = pgTable('plans', {
  name: text('name').primaryKey(),
  maxJobs: integer('max_jobs'),
  monthlyRuns: integer('monthly_runs'),
  minIntervalSeconds: integer('min_interval_seconds').notNull(),
  dailyApiCalls: integer('daily_api_calls'),
  requestsPerMinute: integer('requests_per_minute'),
  logRetentionDays: integer('log_retention_days').notNull(),
  maxTimeoutMs: integer('max_timeout_ms').notNull(),
});
