import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.js';
import { plans } from './plans.js';

/** An account. `jobCount` is booked by conditional update in the transaction that adds or removes cron jobs. */
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  plan: text('plan')
    .notNull()
    .references(() => plans.name),
  jobCount: integer('job_count').notNull().default(0),
  createdAt: createdAt(),
});
