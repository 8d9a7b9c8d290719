import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PastAttempt } from '../../domain/run/past-attempt.js';
import type { RunReason } from '../../domain/run/reason.js';
import type { ConnectionTimings } from '../../domain/run/outcome.js';
import type { RunState, RunType } from '../../domain/run/states.js';
import { createdAt, instant } from './columns.js';

/**
 * The fire ledger: one row for every due instant of a cron job and every manual firing, whatever became of it.
 * Range-partitioned by `scheduledFor`, a partition a day (see the migration; drizzle cannot say PARTITION BY).
 * Written when it is due and when it ends; in between, who works on it is in `run_batches`, and `running` is read from
 * there.
 */
export const runs = pgTable(
  'runs',
  {
    id: uuid('id').notNull(),
    scheduledFor: instant('scheduled_for').notNull(),
    cronJobId: uuid('cron_job_id').notNull(),
    userId: text('user_id').notNull(),
    type: text('type').$type<RunType>().notNull(),
    state: text('state').$type<RunState>().notNull(),
    url: text('url').notNull(),
    /** The batch it travelled in last; while that row exists it tells whether the run is being worked on. */
    batchId: uuid('batch_id'),
    attempt: smallint('attempt').notNull().default(0),
    status: integer('status').notNull().default(0),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    durationMs: integer('duration_ms'),
    responseBody: text('response_body'),
    responseHeaders: jsonb('response_headers').$type<Record<string, string>>(),
    truncated: boolean('truncated').notNull().default(false),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    reason: jsonb('reason').$type<RunReason>(),
    /** The attempts before the one that the columns above tell of; null when it was the only one. */
    attempts: jsonb('attempts').$type<PastAttempt[]>(),
    /** From the request to the first byte of the answer. */
    ttfbMs: integer('ttfb_ms'),
    /** What a new connection took; null when a pooled one was used. */
    connection: jsonb('connection').$type<ConnectionTimings>(),
    /** Its cron job lets only one run at a time go on; it has a row in `run_turns` until it ends. */
    exclusive: boolean('exclusive').notNull().default(false),
    /** The run that this one repeats. */
    replayOf: uuid('replay_of'),
    /** The span that it is part of, where tracing is on and a request asked for it; other runs are traces of their own. */
    traceparent: text('traceparent'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.scheduledFor] }),
    // The once-only key: a due instant of a cron job is in the ledger at most once. It serves the lists of a cron job's
    // runs too, since it covers manual runs: they are given an instant that no schedule has (`manualInstant`).
    uniqueIndex('runs_once_per_due_instant').on(t.cronJobId, t.scheduledFor),
    index('runs_by_user').on(t.userId, t.scheduledFor, t.id),
    // Tells whether a run was repeated; few are.
    index('runs_by_replayed')
      .on(t.replayOf)
      .where(sql`replay_of IS NOT NULL`),
    check('runs_type', sql`type IN ('AUTO', 'MANUAL')`),
    check('runs_state', sql`state IN ('queued', 'succeeded', 'failed', 'skipped', 'missed', 'cancelled')`),
    check('runs_finished', sql`(finished_at IS NULL) = (state = 'queued')`),
  ],
);
