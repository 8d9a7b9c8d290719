import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, json, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { PolicyChoices } from '../../domain/policy/run-policy.js';
import type { CronTarget } from '../../domain/target/cron-target.js';
import { createdAt, instant } from './columns.js';
import { users } from './users.js';

/** A user's definition: schedule, target and policy. `nextRunAt` is the first due instant not yet in the ledger. */
export const cronJobs = pgTable(
  'cron_jobs',
  {
    id: uuid('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** Null where a due instant makes a worker job instead. */
    url: text('url'),
    method: text('method').$type<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>(),
    schedule: text('schedule').notNull(),
    timezone: text('timezone').notNull(),
    enabled: boolean('enabled').notNull(),
    headers: jsonb('headers').$type<Record<string, string>>(),
    body: text('body'),
    /**
     * What a due instant does; null is the HTTP call that the columns above describe. `json`, as the variables of worker
     * jobs are: the order of their keys stays as it was sent.
     */
    target: json('target').$type<CronTarget>(),
    timeoutMs: integer('timeout_ms').notNull().default(10_000),
    dstGap: text('dst_gap').$type<'shift' | 'skip'>().notNull().default('shift'),
    dstFold: text('dst_fold').$type<'first' | 'second' | 'both'>().notNull().default('first'),
    /** What the user has chosen of a run policy; null is the defaults, as most have it. */
    policy: jsonb('policy').$type<PolicyChoices>(),
    /** Its ends are to be told to a webhook: spares all other runs the look. */
    hasWebhook: boolean('has_webhook').notNull().default(false),
    tags: text('tags').array().notNull().default([]),
    nextRunAt: instant('next_run_at'),
    lastRunAt: instant('last_run_at'),
    lastStatus: text('last_status').$type<'succeeded' | 'failed'>(),
    consecutiveFailures: integer('consecutive_failures').notNull().default(0),
    runCount: bigint('run_count', { mode: 'number' }).notNull().default(0),
    createdAt: createdAt(),
    updatedAt: instant('updated_at')
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (t) => [
    // Serves the claim: only rows that can become due are in it, in the order they do.
    index('cron_jobs_due')
      .on(t.nextRunAt, t.id)
      .where(sql`enabled`),
    index('cron_jobs_by_user').on(t.userId, t.id),
    check('cron_jobs_method', sql`method IN ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')`),
    check(
      'cron_jobs_one_target',
      sql`CASE WHEN target IS NULL THEN url IS NOT NULL AND method IS NOT NULL
        ELSE url IS NULL AND method IS NULL AND headers IS NULL AND body IS NULL END`,
    ),
    check(
      'cron_jobs_target',
      sql`target IS NULL OR coalesce(target->>'kind' = 'workerJob' AND target->>'tenantId' <> '' AND target->>'type' <> ''
        AND json_typeof(target->'variables') = 'object' AND (target->>'retries')::int > 0
        AND (target->>'timeoutMs')::float8 > 0, false)`,
    ),
  ],
);
