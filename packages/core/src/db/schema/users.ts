import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.js';
import { plans } from './plans.js';

/** An account. `jobCount` and `apiKeyCount` are booked in the transaction that adds or removes cron jobs and keys. */
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  plan: text('plan')
    .notNull()
    .references(() => plans.name),
  jobCount: integer('job_count').notNull().default(0),
  apiKeyCount: integer('api_key_count').notNull().default(0),
  createdAt: createdAt(),
});
