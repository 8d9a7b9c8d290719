import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { WorkerJobEvent } from '../../domain/worker-job/history.js';
import type { WorkerJobState } from '../../domain/worker-job/states.js';
import { createdAt, instant, transactionId } from './columns.js';

/**
 * Units of work that external workers pull. What a worker may have now is `ready`; back-offs, later starts and leases
 * are columns that the tender compares with the Postgres clock, so nothing depends on a process that lives.
 * Variables are `json`: they come back as they were sent, in the order of their keys.
 */
export const workerJobs = pgTable(
  'worker_jobs',
  {
    /** `<node>-job-<32 hex digits>`, ascending within a process. */
    key: text('key').primaryKey(),
    userId: text('user_id').notNull(),
    tenantId: text('tenant_id').notNull(),
    type: text('type').notNull(),
    state: text('state').$type<WorkerJobState>().notNull().default('CREATED'),
    /** May be activated now: the row is in the ready index. */
    ready: boolean('ready').notNull(),
    /** The earliest instant at which it may be activated. */
    availableAt: instant('available_at').notNull(),
    priority: smallint('priority').notNull().default(0),
    /** Failures it may still have and be tried again, this attempt's included. */
    retries: integer('retries').notNull(),
    originalRetries: integer('original_retries').notNull(),
    timeoutMs: bigint('timeout_ms', { mode: 'number' }).notNull(),
    createdAt: createdAt(),
    /** The latest activation: when, by whom, and its fence. They stay until the next one. */
    activatedAt: instant('activated_at'),
    worker: text('worker'),
    activationId: uuid('activation_id'),
    /** The latest activation may still report: it has not yet, and nobody has taken its job. */
    held: boolean('held').notNull().default(false),
    /** Of the lease; before the first activation, creation plus timeout. */
    deadline: instant('deadline').notNull(),
    /** Failed attempts and leases run out, since creation or since an incident was resolved. */
    failures: integer('failures').notNull().default(0),
    expiries: smallint('expiries').notNull().default(0),
    finishedAt: instant('finished_at'),
    /** The transaction of the end; the roll-up of statistics goes by it. */
    finishedXid: transactionId('finished_xid'),
    variables: json('variables').$type<Record<string, unknown>>().notNull(),
    variablesBytes: integer('variables_bytes').notNull(),
    customHeaders: json('custom_headers').$type<Record<string, unknown>>().notNull(),
    resultVariables: json('result_variables').$type<Record<string, unknown>>(),
    /** Of the last failure or thrown error; or the reason of the cancellation. */
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    cancelReason: text('cancel_reason'),
    /** The newest events, and how many older ones were cut. */
    history: jsonb('history').$type<WorkerJobEvent[]>().notNull().default([]),
    historyCut: integer('history_cut').notNull().default(0),
    /** The cron job's run that it carries out. */
    runId: uuid('run_id'),
    scheduledFor: instant('scheduled_for'),
  },
  (t) => [
    // Serves activation: exactly the order of handing out, for each tenant of a user's type.
    index('worker_jobs_ready')
      .on(t.userId, t.type, t.tenantId, t.priority.desc().nullsFirst(), t.createdAt, t.key)
      .where(sql`ready`),
    index('worker_jobs_waiting')
      .on(t.availableAt)
      .where(sql`state IN ('CREATED', 'FAILED_RETRYABLE') AND NOT ready`),
    index('worker_jobs_leases')
      .on(t.deadline)
      .where(sql`state = 'ACTIVE'`),
    index('worker_jobs_rollup')
      .on(t.finishedXid)
      .where(sql`finished_xid IS NOT NULL`),
    // Serves pruning: a probe for each user.
    index('worker_jobs_retention')
      .on(t.userId, t.finishedAt)
      .where(sql`finished_at IS NOT NULL`),
    index('worker_jobs_by_user').on(t.userId, t.createdAt, t.key),
    // Serves sums: what is under way is counted row by row, what has ended is in the totals.
    index('worker_jobs_unfinished')
      .on(t.userId, t.createdAt, t.key)
      .where(sql`finished_at IS NULL`),
    uniqueIndex('worker_jobs_once_per_run')
      .on(t.runId)
      .where(sql`run_id IS NOT NULL`),
    // Serves the removal of ledger partitions: the days whose runs wait for their worker jobs.
    index('worker_jobs_unfinished_runs')
      .on(t.scheduledFor)
      .where(sql`run_id IS NOT NULL AND finished_at IS NULL`),
    check(
      'worker_jobs_state',
      sql`state IN ('CREATED', 'ACTIVE', 'COMPLETED', 'FAILED_RETRYABLE', 'FAILED', 'CANCELLED', 'ERROR_THROWN')`,
    ),
    check('worker_jobs_is_ready', sql`NOT ready OR state IN ('CREATED', 'FAILED_RETRYABLE')`),
    check('worker_jobs_finished', sql`(finished_at IS NULL) = (state IN ('CREATED', 'ACTIVE', 'FAILED_RETRYABLE'))`),
    check('worker_jobs_finished_by', sql`(finished_xid IS NULL) = (finished_at IS NULL)`),
    check('worker_jobs_leased', sql`state <> 'ACTIVE' OR held`),
    check(
      'worker_jobs_held',
      sql`NOT held OR (finished_at IS NULL AND activation_id IS NOT NULL AND worker IS NOT NULL AND activated_at IS NOT NULL)`,
    ),
    check('worker_jobs_failed', sql`state <> 'FAILED_RETRYABLE' OR (failures > 0 AND retries > 0)`),
    check('worker_jobs_unfailed', sql`state <> 'CREATED' OR failures = 0`),
    check('worker_jobs_counts', sql`retries >= 0 AND expiries BETWEEN 0 AND 10 AND priority BETWEEN -100 AND 100`),
    check('worker_jobs_run', sql`(run_id IS NULL) = (scheduled_for IS NULL)`),
  ],
);
