import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { DeliveryAttempt, DeliveryState } from '../../domain/webhook/delivery.js';
import type { DeliveryEvent } from '../../domain/webhook/events.js';
import { createdAt, instant } from './columns.js';
import { webhooks } from './webhooks.js';

/**
 * The outbox of webhooks: one row for each thing to be told, written in the transaction in which it came true. Its id is
 * the message's on every attempt and replay.
 */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: uuid('id').primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    userId: text('user_id').notNull(),
    cronJobId: uuid('cron_job_id').notNull(),
    runId: uuid('run_id').notNull(),
    scheduledFor: instant('scheduled_for').notNull(),
    event: text('event').$type<DeliveryEvent>().notNull(),
    /** The exact bytes to send, made at the first attempt; null before. */
    payload: text('payload'),
    state: text('state').$type<DeliveryState>().notNull().default('pending'),
    attempt: smallint('attempt').notNull().default(0),
    /** When somebody is to look at it: the next attempt, or the lease of the one under way; null when it has ended. */
    attentionAt: instant('attention_at'),
    leaseToken: uuid('lease_token'),
    /** It has been put into the queue, and the outcome of that attempt is not written yet. */
    inFlight: boolean('in_flight').notNull().default(false),
    /** Of the last attempt; 0 when there was no response. */
    status: integer('status').notNull().default(0),
    attempts: jsonb('attempts')
      .$type<DeliveryAttempt[]>()
      .notNull()
      .default(sql`'[]'`),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    // Told once: whoever ends a run, and however often that is tried.
    uniqueIndex('webhook_deliveries_once').on(t.webhookId, t.runId, t.event),
    // When the next one is due. The dispatch cannot use it, and must not: with statistics of a moment ago the planner
    // would read everything that is due, for each webhook anew.
    index('webhook_deliveries_attention')
      .on(t.attentionAt)
      .where(sql`NOT in_flight AND attention_at IS NOT NULL`),
    index('webhook_deliveries_by_webhook').on(t.webhookId, t.id),
    // Serves the dispatch, which goes from webhook to webhook.
    index('webhook_deliveries_pending')
      .on(t.webhookId, t.attentionAt)
      .where(sql`state = 'pending'`),
    index('webhook_deliveries_in_flight')
      .on(t.webhookId)
      .where(sql`in_flight`),
    index('webhook_deliveries_retention')
      .on(t.userId, t.finishedAt)
      .where(sql`finished_at IS NOT NULL`),
    check('webhook_deliveries_event', sql`event IN ('success', 'failure', 'skipped', 'disabled', 'recovered', 'test')`),
    check('webhook_deliveries_state', sql`state IN ('pending', 'sending', 'delivered', 'dead')`),
    check('webhook_deliveries_lease', sql`(state = 'sending') = (lease_token IS NOT NULL)`),
    check(
      'webhook_deliveries_finished',
      sql`(state IN ('delivered', 'dead')) = (finished_at IS NOT NULL) AND (finished_at IS NULL) = (attention_at IS NOT NULL)`,
    ),
  ],
);
