import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { CronTarget } from '../../domain/target/cron-target.js';
import { createdAt, instant } from './columns.js';
import { users } from './users.js';

/** A user's definition: schedule, HTTP target and policy. `nextRunAt` is the first due instant not yet in the ledger. */
export const cronJobs = pgTable(
  'cron_jobs',
  {
    id: uuid('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    url: text('url').notNull(),
    method: text('method').$type<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>().notNull(),
    schedule: text('schedule').notNull(),
    timezone: text('timezone').notNull(),
    enabled: boolean('enabled').notNull(),
    headers: jsonb('headers').$type<Record<string, string>>(),
    body: text('body'),
    /** What a due instant does; null is the HTTP call that the columns above describe. */
    target: jsonb('target').$type<CronTarget>(),
    timeoutMs: integer('timeout_ms').notNull().default(10_000),
    dstGap: text('dst_gap').$type<'shift' | 'skip'>().notNull().default('shift'),
    dstFold: text('dst_fold').$type<'first' | 'second' | 'both'>().notNull().default('first'),
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
  ],
);
