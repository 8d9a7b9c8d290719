import type { Database } from '../db/client.js';
import { newId } from '../db/ids.js';
import { cancelRuns, refreshRun, startRuns, type StartedRun } from '../db/queries/start-runs.js';
import type { RunBatchMessage } from '../queues/message.js';

/**
 * Takes a batch under a lease. The runs that come back are this worker's to call; what does not has ended, or belongs to
 * a cron job that was paused or deleted, and the last kind is ended here with its reason. Of a batch that somebody else
 * holds, or that has ended, nothing comes back and nothing changes.
 */
export async function startRunBatch(
  { db, pool }: Database,
  message: Pick<RunBatchMessage, 'batchId' | 'runIds'>,
): Promise<{ leaseToken: string; runs: StartedRun[] }> {
  const leaseToken = newId();
  const batch = { id: message.batchId, runIds: message.runIds };
  const runs = await startRuns(pool, batch, leaseToken);
  const given = new Set(runs.map((run) => run.runId));
  const others = batch.runIds.filter((id) => !given.has(id));
  if (others.length > 0) await cancelRuns(db, batch.id, others, leaseToken);
  return { leaseToken, runs };
}

/**
 * A run that had to wait for its place, as it stands now. One whose job was paused or deleted meanwhile is ended with
 * that reason; one whose lease is lost is left to its new holder.
 */
export async function lookAgain({ db, pool }: Database, run: StartedRun): Promise<StartedRun | null> {
  const fresh = await refreshRun(pool, run);
  if (fresh === null) await cancelRuns(db, run.batchId, [run.runId], run.leaseToken);
  return fresh;
}
