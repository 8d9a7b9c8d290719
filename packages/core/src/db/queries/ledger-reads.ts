import { and, desc, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import { scheduledForOf } from '../../domain/ids.js';
import { FINAL_RUN_STATES, isFinal, type RunState, type RunType } from '../../domain/run/states.js';
import type { Db } from '../client.js';
import { runBatches, runs } from '../schema/index.js';

/**
 * A row of the ledger as it stands: while the run is live, its state, attempt and start are told by its batch, or by the
 * worker job that carries it out.
 */
export interface LedgerRun extends Row {
  /** When the next attempt is due; null unless the run waits for it. */
  nextAttemptAt: Date | null;
}

type Row = typeof runs.$inferSelect;

/** Which runs of a user to list, latest due instant first. */
export interface RunFilter {
  userId: string;
  limit: number;
  cronJobId?: string | undefined;
  /** Only runs that come after the one with this id in the listing. */
  beforeId?: string | undefined;
  /** And none that comes after this one. */
  lastId?: string | undefined;
  /** HTTP status; 0 is no response. */
  status?: number | undefined;
  /** True: succeeded. False: ended in any other way. */
  successful?: boolean | undefined;
  type?: RunType | undefined;
  state?: RunState | undefined;
  /** Due at or after. */
  from?: Date | undefined;
  /** Due before. */
  to?: Date | undefined;
}

/** How the worker job of a live run stands; the CASE spares all others the look. Instants are epoch milliseconds. */
interface LiveWorkerJob {
  active: boolean;
  /** Attempts that have ended. */
  attempts: number;
  startedAt: number | null;
}

const isOfWorkerJob = sql`${runs.state} = 'queued' AND ${runs.batchId} IS NULL`;

const workerJobOf = sql<LiveWorkerJob | null>`CASE WHEN ${isOfWorkerJob} THEN (
    SELECT json_build_object('active', w.state = 'ACTIVE', 'attempts', w.failures + w.expiries, 'startedAt', coalesce(
      (SELECT min((e->>'at')::float8) FROM jsonb_array_elements(w.history) e WHERE e->>'type' = 'JOB_ACTIVATED'),
      extract(epoch FROM w.activated_at) * 1000))
    FROM worker_jobs w WHERE w.run_id = ${runs.id}
  ) END`;

const selectLedger = (db: Db) =>
  db
    .select({
      run: runs,
      batch: {
        state: runBatches.state,
        attempt: runBatches.attempt,
        startedAt: runBatches.startedAt,
        attentionAt: runBatches.attentionAt,
      },
      workerJob: workerJobOf,
    })
    .from(runs)
    .leftJoin(runBatches, eq(runBatches.id, runs.batchId));

type LedgerRow = Awaited<ReturnType<typeof selectLedger>>[number];

/** Ordered as the indexes and the partitions are, so a page reads the newest partitions only. */
export async function selectRuns(db: Db, filter: RunFilter): Promise<LedgerRun[]> {
  const rows = await selectLedger(db)
    .where(and(...conditions(filter)))
    .orderBy(desc(runs.scheduledFor), desc(runs.id))
    .limit(filter.limit);
  return rows.map(toLedgerRun);
}

/**
 * The run that so many lead up to in the listing, whatever they are; null when there are fewer. What is known before a
 * run ends is in the index, so that the rows themselves need not be read.
 */
export async function selectRunAtPlace(db: Db, filter: RunFilter, place: number): Promise<string | null> {
  const { userId, limit, cronJobId, beforeId, from, to } = filter;
  const [row] = await db
    .select({ id: runs.id })
    .from(runs)
    .where(and(...conditions({ userId, limit, cronJobId, beforeId, from, to })))
    .orderBy(desc(runs.scheduledFor), desc(runs.id))
    .offset(place - 1)
    .limit(1);
  return row?.id ?? null;
}

/** A user's run; null when there is none with this id, or it is another user's. */
export async function selectRun(db: Db, userId: string, runId: string): Promise<LedgerRun | null> {
  const [row] = await selectLedger(db).where(isOf(userId, runId));
  return row === undefined ? null : toLedgerRun(row);
}

/** Removes a run that has ended; false when there is none such. */
export async function deleteFinalRun(db: Db, userId: string, runId: string): Promise<boolean> {
  const rows = await db
    .delete(runs)
    .where(and(isOf(userId, runId), inArray(runs.state, [...FINAL_RUN_STATES])))
    .returning({ id: runs.id });
  return rows.length > 0;
}

/** The due instant in the id leads to the partition; by the id alone every partition would be searched. */
const isOf = (userId: string, runId: string) =>
  and(eq(runs.id, runId), eq(runs.scheduledFor, scheduledForOf(runId)), eq(runs.userId, userId));

function conditions(filter: RunFilter): (SQL | undefined)[] {
  const { userId, cronJobId, beforeId, lastId, status, successful, type, state, from, to } = filter;
  const unsuccessful = FINAL_RUN_STATES.filter((final) => final !== 'succeeded');
  return [
    eq(runs.userId, userId),
    cronJobId === undefined ? undefined : eq(runs.cronJobId, cronJobId),
    beforeId === undefined ? undefined : isAfter(beforeId),
    lastId === undefined ? undefined : isUpTo(lastId),
    status === undefined ? undefined : eq(runs.status, status),
    successful === undefined ? undefined : inArray(runs.state, successful ? ['succeeded'] : unsuccessful),
    type === undefined ? undefined : eq(runs.type, type),
    state === undefined ? undefined : hasState(state),
    from === undefined ? undefined : gte(runs.scheduledFor, from),
    to === undefined ? undefined : lt(runs.scheduledFor, to),
  ];
}

function isAfter(runId: string): SQL | undefined {
  const due = scheduledForOf(runId).toISOString();
  // The first half says nothing new; it lets the planner leave out the partitions that a row comparison cannot.
  return sql`${runs.scheduledFor} <= ${due}::timestamptz AND (${runs.scheduledFor}, ${runs.id}) < (${due}::timestamptz, ${runId}::uuid)`;
}

function isUpTo(runId: string): SQL | undefined {
  const due = scheduledForOf(runId).toISOString();
  return sql`${runs.scheduledFor} >= ${due}::timestamptz AND (${runs.scheduledFor}, ${runs.id}) >= (${due}::timestamptz, ${runId}::uuid)`;
}

function hasState(state: RunState): SQL | undefined {
  if (isFinal(state)) return eq(runs.state, state);
  const held = sql`(coalesce(${runBatches.state} = 'running', false) OR ${isOfWorkerJob} AND EXISTS (
    SELECT FROM worker_jobs w WHERE w.run_id = ${runs.id} AND w.state = 'ACTIVE'))`;
  const retrying = sql`coalesce(${runBatches.state} = 'retrying', false)`;
  const isIn = { running: held, retrying, queued: sql`NOT ${held} AND NOT ${retrying}` }[state];
  return and(eq(runs.state, 'queued'), isIn);
}

/** A run that has not ended is running when its batch or its worker job is held by a worker. */
function toLedgerRun({ run: row, batch, workerJob }: LedgerRow): LedgerRun {
  const run = { ...row, nextAttemptAt: null };
  if (isFinal(run.state)) return run;
  if (workerJob !== null) return withWorkerJob(run, workerJob);
  if (batch === null) return run;
  const attempt = batch.attempt - 1;
  if (batch.state === 'retrying') return { ...run, state: 'retrying', attempt, nextAttemptAt: batch.attentionAt };
  if (batch.state !== 'running') return { ...run, attempt };
  return { ...run, state: 'running', attempt: batch.attempt, startedAt: batch.startedAt };
}

function withWorkerJob(run: LedgerRun, { active, attempts, startedAt }: LiveWorkerJob): LedgerRun {
  if (!active) return { ...run, attempt: attempts };
  return {
    ...run,
    state: 'running',
    attempt: attempts + 1,
    startedAt: startedAt === null ? null : new Date(startedAt),
  };
}
