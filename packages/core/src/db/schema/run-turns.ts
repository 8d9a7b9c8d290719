import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/**
 * The unfinished runs of cron jobs that let only one go on at a time: who has the turn, and who waits for it. A trigger
 * on the ledger removes a row when its run ends, in the same transaction and whoever ends it, so a turn cannot outlive
 * its run. Runs of cron jobs that may overlap have no row here.
 */
export const runTurns = pgTable(
  'run_turns',
  {
    runId: uuid('run_id').primaryKey(),
    scheduledFor: instant('scheduled_for').notNull(),
    cronJobId: uuid('cron_job_id').notNull(),
    waiting: boolean('waiting').notNull(),
  },
  (t) => [
    uniqueIndex('run_turns_one_holder')
      .on(t.cronJobId)
      .where(sql`NOT waiting`),
    index('run_turns_waiting')
      .on(t.cronJobId, t.scheduledFor)
      .where(sql`waiting`),
  ],
);
