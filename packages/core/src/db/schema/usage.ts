import { date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.js';

/** What a user has used in a calendar month of QUOTA_TIMEZONE; `month` is its first day. */
export const usageMonths = pgTable(
  'usage_months',
  {
    userId: text('user_id').notNull(),
    month: date('month', { mode: 'string' }).notNull(),
    executions: integer('executions').notNull().default(0),
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
  (t) => [primaryKey({ columns: [t.resourceId, t.action] })],
);
