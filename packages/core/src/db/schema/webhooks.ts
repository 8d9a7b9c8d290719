import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { WebhookEvent } from '../../domain/webhook/events.js';
import { createdAt, instant } from './columns.js';
import { cronJobs } from './cron-jobs.js';
import { users } from './users.js';

/** Where the results of a cron job's runs are pushed. Secrets and header values are sealed. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: text('id').primaryKey(),
    cronJobId: uuid('cron_job_id')
      .notNull()
      .unique()
      .references(() => cronJobs.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    endpoint: text('endpoint').notNull(),
    headers: jsonb('headers').$type<Record<string, string>>(),
    events: text('events').array().$type<WebhookEvent[]>().notNull(),
    /** A failure is told from so many in a row on. */
    onlyAfterFailures: integer('only_after_failures').notNull().default(1),
    secret: text('secret').notNull(),
    /** The secret before the last rotation, good until then. */
    previousSecret: text('previous_secret'),
    previousSecretUntil: instant('previous_secret_until'),
    enabled: boolean('enabled').notNull().default(true),
    /** Why Carillon disabled it; null when it is enabled, or its user did. */
    disabledReason: text('disabled_reason'),
    createdAt: createdAt(),
    updatedAt: instant('updated_at')
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (t) => [
    index('webhooks_by_user').on(t.userId, t.id),
    check('webhooks_events', sql`events <@ ARRAY['success', 'failure', 'skipped', 'disabled', 'recovered']`),
    check('webhooks_only_after_failures', sql`only_after_failures > 0`),
  ],
);
