import type { Db } from '../db/client.js';
import { newId, newRunId } from '../db/ids.js';
import { insertLedgerRows, insertRunBatches, type NewRun, type NewRunBatch } from '../db/queries/claim-due.js';
import { manualInstant } from '../domain/run/manual-instant.js';
import { countManualRun, isInstantTaken, lockManualTarget, type ManualTarget } from '../db/queries/manual-runs.js';
import { readClock } from '../db/queries/clock.js';
import { noteTraceparent } from '../db/queries/run-traces.js';
import { bookRuns, lockMonthlyUsage } from '../db/queries/usage.js';
import { grantRuns } from '../domain/quota/grant-runs.js';
import type { RunBatch } from '../domain/run/batch.js';
import { partitionDaysAhead } from '../domain/run/partition.js';
import type { RunReason } from '../domain/run/reason.js';
import type { Publisher } from '../queues/publish.js';
import { enterDeliveries } from './enter-deliveries.js';
import type { RunPartitions } from './ensure-run-partitions.js';
import { makeWorkerJobsOfRuns } from './make-worker-jobs-of-runs.js';
import { publishRunBatches } from './publish-run-batches.js';
import { decideTurns, enterTurns, supersedePrevious } from './take-turns.js';

export interface ManualRunDeps {
  db: Db;
  partitions: RunPartitions;
  publisher: Publisher;
  quotaTimezone: string;
  /** The name of this installation, the first part of the keys of worker jobs. */
  node: string;
  /** Told when the queue did not take the run; it stays in the outbox and runs a little later. */
  onPublishError: (error: Error) => void;
}

export type ManualRunResult =
  /** On its way, or waiting for its turn. */
  | { kind: 'queued'; runId: string }
  /** The month's limit is reached, or another run has the turn: the ledger has a row that says so, nothing is called. */
  | { kind: 'skipped'; runId: string; reason: RunReason }
  | { kind: 'not_found' };

/** Whose cron job to run. */
export interface ManualRunRequest {
  userId: string;
  cronJobId: string;
  /** The run that this one repeats. */
  replayOf?: string;
  /** The span that it is part of, where somebody traces it. */
  traceparent?: string;
}

/**
 * Enters a manual run of a user's cron job in the ledger and puts it into its own queue, ahead of any herd; or makes the
 * worker job that carries it out. It takes its turn as a scheduled run does.
 */
export async function requestManualRun(deps: ManualRunDeps, request: ManualRunRequest): Promise<ManualRunResult> {
  // Before the transaction: making a partition takes a connection of its own. Midnight may pass in between, so both days.
  const now = await readClock(deps.db);
  await deps.partitions.ensure(partitionDaysAhead(now, 2));
  const entered = await deps.db.transaction((tx) => enter(tx, deps, request));
  if (entered === null) return { kind: 'not_found' };
  const { run, batch } = entered;
  if (run.reason !== null) return { kind: 'skipped', runId: run.id, reason: run.reason };
  if (batch !== null) {
    await publishRunBatches(deps.db, deps.publisher, [batch]).catch((error: unknown) => {
      deps.onPublishError(error instanceof Error ? error : new Error(String(error)));
    });
  }
  return { kind: 'queued', runId: run.id };
}

async function enter(tx: Db, deps: ManualRunDeps, request: ManualRunRequest) {
  const target = await lockManualTarget(tx, request.userId, request.cronJobId);
  if (target === null) return null;
  const run = await newManualRun(tx, request, target);
  const turns = await decideTurns(tx, [{ id: run.cronJobId, policy: target.policy }], [run]);
  if (run.state === 'queued') await grantQuota(tx, run, target.monthlyRuns, deps.quotaTimezone);
  await supersedePrevious(tx, turns, [run]);
  const isSent = run.state === 'queued' && run.turn !== 'waits';
  if (isSent && !run.makesWorkerJob) run.batchId = newId();
  if ((await insertLedgerRows(tx, [run], 'MANUAL')) !== 1) throw new Error('A free instant of the ledger was taken');
  if (request.traceparent !== undefined) await noteTraceparent(tx, run, request.traceparent);
  await enterTurns(tx, [run]);
  if (run.state === 'skipped') {
    await enterDeliveries(tx, [{ kind: 'skipped', cronJobId: run.cronJobId, runId: run.id }]);
    return { run, batch: null };
  }
  const batch = isSent ? await send(tx, run, deps.node) : null;
  await bookRuns(tx, new Map([[run.userId, 1]]), deps.quotaTimezone);
  await countManualRun(tx, run.cronJobId, run.scheduledFor);
  return { run, batch };
}

/** Two manual runs in one millisecond get two instants: the ledger has one row for each instant of a cron job. */
async function newManualRun(tx: Db, request: ManualRunRequest, target: ManualTarget): Promise<NewRun> {
  const { userId, cronJobId, replayOf } = request;
  const { url, makesWorkerJob } = target;
  let at = manualInstant(new Date(target.now));
  while (await isInstantTaken(tx, cronJobId, at)) at = manualInstant(new Date(at.getTime() + 1));
  const facts = { id: newRunId(at), scheduledFor: at, cronJobId, userId, url, makesWorkerJob };
  const replay = replayOf === undefined ? {} : { replayOf };
  return { ...facts, ...replay, state: 'queued', reason: null, batchId: null };
}

async function grantQuota(tx: Db, run: NewRun, limit: number | null, timeZone: string): Promise<void> {
  const current = (await lockMonthlyUsage(tx, [run.userId], timeZone)).get(run.userId) ?? 0;
  if (grantRuns(1, current, limit).granted === 1) return;
  run.state = 'skipped';
  run.reason = { code: 'monthly_runs', limit: limit ?? 0, current };
}

/** Gives the run a batch to travel in, or the worker job that carries it out. */
async function send(tx: Db, run: NewRun, node: string): Promise<RunBatch | null> {
  if (run.batchId === null) {
    await makeWorkerJobsOfRuns(tx, [run], node);
    return null;
  }
  const batch: NewRunBatch = {
    id: run.batchId,
    queue: 'manual-runs',
    userId: run.userId,
    runIds: [run.id],
    publication: 1,
  };
  await insertRunBatches(tx, [batch]);
  return batch;
}
