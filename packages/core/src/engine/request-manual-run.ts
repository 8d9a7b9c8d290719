import type { Db } from '../db/client.js';
import { newId, newRunId } from '../db/ids.js';
import { insertLedgerRows, insertRunBatches, type NewRun, type NewRunBatch } from '../db/queries/claim-due.js';
import { manualInstant } from '../domain/run/manual-instant.js';
import { countManualRun, lockManualTarget } from '../db/queries/manual-runs.js';
import { readClock } from '../db/queries/clock.js';
import { bookRuns, lockMonthlyUsage } from '../db/queries/usage.js';
import { grantRuns } from '../domain/quota/grant-runs.js';
import type { RunBatch } from '../domain/run/batch.js';
import { partitionDaysAhead } from '../domain/run/partition.js';
import type { Publisher } from '../queues/publish.js';
import { enterDeliveries } from './enter-deliveries.js';
import type { RunPartitions } from './ensure-run-partitions.js';
import { makeWorkerJobsOfRuns } from './make-worker-jobs-of-runs.js';
import { publishRunBatches } from './publish-run-batches.js';

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
  | { kind: 'queued'; runId: string }
  /** The month's limit is reached: the ledger has a row that says so, nothing is called. */
  | { kind: 'skipped'; runId: string; limit: number; current: number }
  | { kind: 'not_found' };

/**
 * Enters a manual run of a user's cron job in the ledger and puts it into its own queue, ahead of any herd; or makes the
 * worker job that carries it out.
 */
export async function requestManualRun(
  deps: ManualRunDeps,
  request: { userId: string; cronJobId: string },
): Promise<ManualRunResult> {
  // Before the transaction: making a partition takes a connection of its own. Midnight may pass in between, so both days.
  const now = await readClock(deps.db);
  await deps.partitions.ensure(partitionDaysAhead(now, 2));
  const entered = await deps.db.transaction((tx) => enter(tx, deps, request));
  if (entered === null) return { kind: 'not_found' };
  const { run, batch } = entered;
  if (run.state === 'skipped') {
    const reason = run.reason?.code === 'monthly_runs' ? run.reason : { limit: 0, current: 0 };
    return { kind: 'skipped', runId: run.id, limit: reason.limit, current: reason.current };
  }
  if (batch !== null) {
    await publishRunBatches(deps.db, deps.publisher, [batch]).catch((error: unknown) => {
      deps.onPublishError(error instanceof Error ? error : new Error(String(error)));
    });
  }
  return { kind: 'queued', runId: run.id };
}

async function enter(tx: Db, deps: ManualRunDeps, { userId, cronJobId }: { userId: string; cronJobId: string }) {
  const target = await lockManualTarget(tx, userId, cronJobId);
  if (target === null) return null;
  const now = new Date(target.now);
  const limit = target.monthlyRuns;
  const current = (await lockMonthlyUsage(tx, [userId], deps.quotaTimezone)).get(userId) ?? 0;
  const granted = grantRuns(1, current, limit).granted === 1;
  const run = await enterAtFreeInstant(tx, now, {
    cronJobId,
    userId,
    url: target.url,
    makesWorkerJob: target.makesWorkerJob,
    state: granted ? 'queued' : 'skipped',
    reason: granted ? null : { code: 'monthly_runs', limit: limit ?? 0, current },
    batchId: granted && !target.makesWorkerJob ? newId() : null,
  });
  if (!granted) {
    await enterDeliveries(tx, [{ kind: 'skipped', cronJobId, runId: run.id }]);
    return { run, batch: null };
  }
  const batch = await send(tx, run, deps.node);
  await bookRuns(tx, new Map([[userId, 1]]), deps.quotaTimezone);
  await countManualRun(tx, cronJobId, run.scheduledFor);
  return { run, batch };
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

/** Two manual runs in one millisecond get two instants: the ledger has one row for each instant of a cron job. */
async function enterAtFreeInstant(tx: Db, now: Date, fields: Omit<NewRun, 'id' | 'scheduledFor'>): Promise<NewRun> {
  for (let at = manualInstant(now); ; at = manualInstant(new Date(at.getTime() + 1))) {
    const run = { ...fields, id: newRunId(at), scheduledFor: at };
    if ((await insertLedgerRows(tx, [run], 'MANUAL')) === 1) return run;
  }
}
