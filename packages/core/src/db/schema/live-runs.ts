import { sql } from 'drizzle-orm';
import { check, index, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';
import type { LiveRunState } from '../../domain/run/states.js';
import type { RunQueue } from '../../domain/run/queues.js';
import { instant } from './columns.js';

/**
 * The hot set: one narrow row for each run that is not final yet. Kept apart from the ledger so that starting a run
 * touches a small table, and no index of it: neither `state` nor the lease is indexed, so the update stays on its page
 * (docs/adr/0002). Which leases ran out is asked of `run_leases`.
 */
export const liveRuns = pgTable(
  'live_runs',
  {
    runId: uuid('run_id').primaryKey(),
    scheduledFor: instant('scheduled_for').notNull(),
    cronJobId: uuid('cron_job_id').notNull(),
    userId: text('user_id').notNull(),
    queue: text('queue').$type<RunQueue>().notNull(),
    batchId: uuid('batch_id').notNull(),
    state: text('state').$type<LiveRunState>().notNull(),
    attempt: smallint('attempt').notNull(),
    /** Leases that ran out: a run that keeps killing its worker is given up. */
    lostLeases: smallint('lost_leases').notNull().default(0),
    leaseToken: uuid('lease_token'),
    startedAt: instant('started_at'),
    /** When to look whether the queue still has it, should nobody have taken it by then. Postgres clock. */
    republishAt: instant('republish_at').notNull(),
  },
  (t) => [
    index('live_runs_overdue').on(t.republishAt),
    check('live_runs_state', sql`state IN ('queued', 'running', 'retrying')`),
    check('live_runs_lease', sql`(state = 'running') = (lease_token IS NOT NULL)`),
  ],
);
