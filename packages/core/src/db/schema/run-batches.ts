import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { RunQueue } from '../../domain/run/queues.js';
import { createdAt } from './columns.js';

/**
 * The outbox: run batches that are committed but not yet known to be in the queue. Written in the transaction that
 * queues their runs, deleted once published; what stays behind is published by the reconciler.
 */
export const runBatches = pgTable(
  'run_batches',
  {
    id: uuid('id').primaryKey(),
    queue: text('queue').$type<RunQueue>().notNull(),
    runIds: uuid('run_ids').array().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('run_batches_unpublished').on(t.createdAt)],
);
