import type { Database } from '@carillon/core/db/client';
import { newId, newRunId } from '@carillon/core/db/ids';
import { runBatches, runs } from '@carillon/core/db/schema/index';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import type { RunReason } from '@carillon/core/domain/run/reason';
import type { ConnectionTimings } from '@carillon/core/domain/run/outcome';
import type { PastAttempt } from '@carillon/core/domain/run/past-attempt';
import { isFinal, type RunState } from '@carillon/core/domain/run/states';
import { partitionDay } from '@carillon/core/domain/run/partition';

export interface LedgerEntry {
  userId: string;
  cronJobId: string;
  scheduledFor: Date;
  type?: 'AUTO' | 'MANUAL';
  state?: RunState;
  status?: number;
  durationMs?: number;
  startedAt?: Date;
  reason?: RunReason;
  url?: string;
  responseBody?: string;
  responseHeaders?: Record<string, string>;
  attempt?: number;
  attempts?: readonly PastAttempt[];
  ttfbMs?: number;
  connection?: ConnectionTimings;
}

/** Enters a run in the ledger, ended unless its state says otherwise; gives its uuid. */
export async function enterRun({ db }: Database, entry: LedgerEntry): Promise<string> {
  const { scheduledFor, startedAt = null, durationMs = null } = entry;
  const state = entry.state ?? 'succeeded';
  const live = !isFinal(state);
  const id = newRunId(scheduledFor);
  await createRunPartitions(db).ensure([partitionDay(scheduledFor)]);
  const started = startedAt ?? scheduledFor;
  const finishedAt = live ? null : new Date(started.getTime() + (durationMs ?? 0));
  await db.insert(runs).values({
    id,
    scheduledFor,
    cronJobId: entry.cronJobId,
    userId: entry.userId,
    type: entry.type ?? 'AUTO',
    state: live ? 'queued' : state,
    url: entry.url ?? 'https://api.example.com/report',
    attempt: entry.attempt ?? (startedAt === null ? 0 : 1),
    attempts: entry.attempts === undefined ? null : [...entry.attempts],
    ttfbMs: entry.ttfbMs ?? null,
    connection: entry.connection ?? null,
    status: entry.status ?? 0,
    startedAt,
    finishedAt,
    durationMs,
    responseBody: entry.responseBody ?? null,
    responseHeaders: entry.responseHeaders ?? null,
    reason: entry.reason ?? null,
  });
  return id;
}

/** Makes the run live: with a worker since `startedAt`. */
export function startRun(database: Database, entry: LedgerEntry, id: string, startedAt: Date): Promise<void> {
  const attentionAt = new Date(startedAt.getTime() + 12_000);
  return giveBatch(database, entry, id, { state: 'running', leaseToken: newId(), startedAt, attentionAt });
}

/** Makes the run wait for an attempt. */
export function postponeRun(
  database: Database,
  entry: LedgerEntry,
  id: string,
  { attempt, until }: { attempt: number; until: Date },
): Promise<void> {
  return giveBatch(database, entry, id, { state: 'retrying', attempt, attentionAt: until });
}

async function giveBatch(
  { db, pool }: Database,
  { scheduledFor }: LedgerEntry,
  runId: string,
  fields: Omit<typeof runBatches.$inferInsert, 'id' | 'queue' | 'runIds'>,
): Promise<void> {
  const batchId = newId();
  await db.insert(runBatches).values({ id: batchId, queue: 'runs', runIds: [runId], ...fields });
  await pool.query('UPDATE runs SET batch_id = $1 WHERE id = $2 AND scheduled_for = $3', [
    batchId,
    runId,
    scheduledFor,
  ]);
}
