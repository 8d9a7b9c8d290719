import { sql } from 'drizzle-orm';
import { bigint, boolean, check, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { WorkerJobState } from '../../domain/worker-job/states.js';
import { instant, transactionId } from './columns.js';

/**
 * Ended worker jobs, counted by when they were created: for each minute, each hour and each UTC day. What has ended since
 * the last roll-up is not in it; see db/queries/roll-up-worker-jobs.ts.
 */
export const workerJobTotals = pgTable(
  'worker_job_totals',
  {
    userId: text('user_id').notNull(),
    /** The span's length: 1, 60 or 1440. */
    minutes: smallint('minutes').notNull(),
    startsAt: instant('starts_at').notNull(),
    type: text('type').notNull(),
    tenantId: text('tenant_id').notNull(),
    /** Who had it last; empty when nobody ever had it. */
    worker: text('worker').notNull(),
    state: text('state').$type<WorkerJobState>().notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    /** From creation to the end, all together. */
    totalMs: bigint('total_ms', { mode: 'number' }).notNull(),
    /** From the last activation to the end, all together. */
    processingMs: bigint('processing_ms', { mode: 'number' }).notNull(),
    failures: bigint('failures', { mode: 'number' }).notNull(),
    /** Completed jobs by the bit length of their processing time in milliseconds, 0 to 30; null for other states. */
    histogram: integer('histogram').array(),
  },
  (t) => [
    primaryKey({
      name: 'worker_job_totals_pk',
      columns: [t.userId, t.minutes, t.startsAt, t.type, t.tenantId, t.worker, t.state],
    }),
    check('worker_job_totals_minutes', sql`minutes IN (1, 60, 1440)`),
    check('worker_job_totals_count', sql`count > 0`),
    check('worker_job_totals_histogram', sql`(state = 'COMPLETED') = (histogram IS NOT NULL)`),
  ],
);

/** How far the totals have come: ends of earlier transactions than this are in them, no others. One row. */
export const workerJobRollUp = pgTable(
  'worker_job_roll_up',
  {
    one: boolean('one').primaryKey().default(true),
    before: transactionId('before').notNull(),
  },
  () => [check('worker_job_roll_up_one', sql`one`)],
);
