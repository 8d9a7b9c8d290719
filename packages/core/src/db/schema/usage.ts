import { bigint, boolean, date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.js';

/** What a user has used in a calendar month of QUOTA_TIMEZONE; `month` is its first day. */
export const usageMonths = pgTable(
  'usage_months',
  {
    userId: text('user_id').notNull(),
    month: date('month', { mode: 'string' }).notNull(),
    executions: integer('executions').notNull().default(0),
    apiCalls: bigint('api_calls', { mode: 'number' }).notNull().default(0),
    /** For an operator who bills; Carillon itself never writes these two. */
    billedAmount: integer('billed_amount').notNull().default(0),
    paid: boolean('paid').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.userId, t.month] })],
);

/** What a user has done on a day of QUOTA_TIMEZONE. */
export const usageDays = pgTable(
  'usage_days',
  {
    userId: text('user_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    jobsCreated: integer('jobs_created').notNull().default(0),
    jobsDeleted: integer('jobs_deleted').notNull().default(0),
    apiKeysCreated: integer('api_keys_created').notNull().default(0),
    apiKeysDeleted: integer('api_keys_deleted').notNull().default(0),
    executions: integer('executions').notNull().default(0),
    /** Calls granted to api processes, which hold small blocks of them; what they do not use is given back. */
    apiCalls: integer('api_calls').notNull().default(0),
    /** The most there were at any moment of a day on which one was created or deleted; null on other days. */
    peakJobCount: integer('peak_job_count'),
    peakApiKeyCount: integer('peak_api_key_count'),
  },
  (t) => [primaryKey({ columns: [t.userId, t.day] })],
);

/** Creations and deletions, kept for good: deleting a resource gives no usage back. */
export const resourceHistory = pgTable(
  'resource_history',
  {
    resourceId: text('resource_id').notNull(),
    action: text('action').$type<'created' | 'deleted'>().notNull(),
    kind: text('kind').$type<'cron_job' | 'api_key'>().notNull(),
    userId: text('user_id').notNull(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.resourceId, t.action] }), index('resource_history_by_user').on(t.userId, t.at)],
);
