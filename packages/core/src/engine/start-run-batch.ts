import type { Database } from '../db/client.js';
import { newId } from '../db/ids.js';
import { cancelOrphanedRuns, startRuns, type StartedRun } from '../db/queries/start-runs.js';
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
  if (runs.length < batch.runIds.length) await cancelOrphanedRuns(db, batch, leaseToken);
  return { leaseToken, runs };
}
