import type { WorkerJobStanding } from '../../domain/worker-job/refusal.js';
import { MAX_EVENT_MESSAGE, MAX_EVENTS, type WorkerJobEvent } from '../../domain/worker-job/history.js';

/** Where jobs become ready, told as `user/type`; see `createActivationRoom`. */
export const WORKER_JOBS_CHANNEL = 'carillon_worker_jobs';

/** Wakes the long polls of a job's user and type; within one transaction Postgres sends the same payload only once. */
export const NOTIFY_READY = `pg_notify('${WORKER_JOBS_CHANNEL}', user_id || '/' || type)`;

/** An instant as epoch milliseconds. */
export const msOf = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** This statement's instant as events tell it: rounded like the columns. */
const NOW_MS = `round(extract(epoch FROM statement_timestamp()) * 1000)`;

type EventType = WorkerJobEvent['type'];

/**
 * SET clauses that append an event to the history of row `j` and let the oldest go when it is full.
 * @param fields SQL expressions by field.
 */
export function appendEvent(type: EventType | `CASE ${string}`, fields: Record<string, string>): string {
  const name = type.startsWith('CASE') ? type : `'${type}'`;
  const pairs = Object.entries(fields).map(([field, value]) => `, '${field}', ${value}`);
  return `history = CASE WHEN jsonb_array_length(j.history) < ${MAX_EVENTS} THEN j.history ELSE j.history - 0 END
      || jsonb_build_object('type', ${name}, 'at', ${NOW_MS}${pairs.join('')}),
    history_cut = j.history_cut + CASE WHEN jsonb_array_length(j.history) < ${MAX_EVENTS} THEN 0 ELSE 1 END`;
}

/** What an event keeps of a message. */
export const shortened = (value: string): string => `left(${value}, ${MAX_EVENT_MESSAGE})`;

/**
 * When row `j` ends: now. A statement that waited for the row began before the activation that it waited for, and nothing
 * ends before it begins.
 */
export const END_INSTANT = `GREATEST(statement_timestamp(), j.activated_at)`;

/** SET clauses of every end. */
export const ENDED = `ready = false, held = false, finished_at = ${END_INSTANT}, finished_xid = pg_current_xact_id()`;

/** An incident's id: `incident_` and a time-ordered uuid, made where the statement decides that there is an incident. */
export const NEW_INCIDENT_ID = `'incident_' || lpad(to_hex((extract(epoch FROM statement_timestamp()) * 1000)::bigint), 12, '0')
  || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14)`;

/**
 * The job of key $1 that user $2 may see, restricted to tenants $3 unless null; locked, so that what it says still holds
 * when the same statement writes. The rest of the statement uses it as `before`.
 */
export const BEFORE = `before AS MATERIALIZED (
    SELECT key, state, held, activation_id, expiries, retries, failures, worker FROM worker_jobs
    WHERE key = $1::text AND user_id = $2::text AND ($3::text[] IS NULL OR tenant_id = ANY($3::text[]))
    FOR NO KEY UPDATE
  )`;

/** How the job stood, as columns of the answer. */
export const STANDING = `before.state AS "state", before.held AS "held", before.activation_id AS "activationId", before.expiries AS "expiries"`;

/** What a statement found, and what it made of it; null when it changed nothing. */
export interface Transition<Before, After> {
  before: Before;
  after: After | null;
}

/** Takes the answer of a statement apart: its columns after the change are all null when there was none. */
export function toTransition<Before extends WorkerJobStanding, After>(
  row: unknown,
  decisive: keyof After,
): Transition<Before, After> | null {
  if (row === undefined) return null;
  return { before: row as Before, after: (row as After)[decisive] === null ? null : (row as After) };
}
