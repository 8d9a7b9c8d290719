import { sql } from 'drizzle-orm';
import { check, index, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';
import type { BatchState } from '../../domain/run/batch.js';
import type { RunQueue } from '../../domain/run/queues.js';
import { createdAt, instant } from './columns.js';

/**
 * The hot set: one row for each run batch with runs that have not ended, written in the transaction that enters its
 * runs. It is the outbox (what is not in the queue yet), the lease (who works on it until when) and the reconciler's
 * work list at once, at a hundredth of the rows that the runs are (docs/adr/0002).
 */
export const runBatches = pgTable(
  'run_batches',
  {
    id: uuid('id').primaryKey(),
    queue: text('queue').$type<RunQueue>().notNull(),
    /** Whose runs they all are; null when they are several users'. */
    userId: text('user_id'),
    runIds: uuid('run_ids').array().notNull(),
    state: text('state').$type<BatchState>().notNull().default('unpublished'),
    /** Times put into the queue; part of the message's id, so that a batch the queue has lost can be sent anew. */
    publication: smallint('publication').notNull().default(1),
    /** The attempt its runs are on. */
    attempt: smallint('attempt').notNull().default(1),
    /** Leases that ran out: a run that keeps killing its worker is given up. */
    lostLeases: smallint('lost_leases').notNull().default(0),
    leaseToken: uuid('lease_token'),
    startedAt: instant('started_at'),
    /** When the reconciler looks at it: not published, not taken, or lease run out by then. Postgres clock. */
    attentionAt: instant('attention_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index('run_batches_attention').on(t.attentionAt),
    index('run_batches_backlog')
      .on(t.userId, t.createdAt)
      .where(sql`state = 'backlog'`),
    check('run_batches_state', sql`state IN ('backlog', 'retrying', 'unpublished', 'published', 'running')`),
    check('run_batches_lease', sql`(state = 'running') = (lease_token IS NOT NULL)`),
  ],
);
