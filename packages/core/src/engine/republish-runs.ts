import { type Db, type Queryable } from '../db/client.js';
import { newId } from '../db/ids.js';
import { lockUnpublishedBatches } from '../db/queries/run-batches.js';
import { findOverdueBatches, postponeOverdue, rebatchOverdue } from '../db/queries/rescue-runs.js';
import type { Publisher } from '../queues/publish.js';
import { publishRunBatches } from './publish-run-batches.js';

/** A scheduler publishes its own batches right after the commit; what is still there after this, it did not. */
const UNPUBLISHED_AFTER_MS = 2_000;

/**
 * Publishes batches that were committed but stayed in the outbox. They are locked meanwhile, so two schedulers do not
 * publish the same; if they did, the queue would keep one, since the message's id is the batch's.
 * @returns how many.
 */
export function publishLeftBatches(db: Db, publisher: Publisher, limit: number): Promise<number> {
  return db.transaction(async (tx) => {
    const batches = await lockUnpublishedBatches(tx, { olderThanMs: UNPUBLISHED_AFTER_MS, limit });
    await publishRunBatches(tx, publisher, batches);
    return batches.length;
  });
}

/**
 * Looks after queued runs that no worker has taken for 30 s. If the queue still has their message they are only behind
 * a backlog; if it has lost it, they get a new batch in the outbox.
 * @returns how many runs were looked at and how many were lost by the queue.
 */
export async function requeueOverdueRuns(
  pg: Queryable,
  publisher: Publisher,
  limit: number,
): Promise<{ seen: number; lost: number }> {
  const batches = await findOverdueBatches(pg, limit);
  const waiting: string[] = [];
  const lost: { runId: string; batchId: string }[] = [];
  for (const { batchId, queue, runIds } of batches) {
    const fresh = newId();
    if (await publisher.isPending(queue, batchId)) waiting.push(...runIds);
    else lost.push(...runIds.map((runId) => ({ runId, batchId: fresh })));
  }
  if (waiting.length > 0) await postponeOverdue(pg, waiting);
  if (lost.length > 0) await rebatchOverdue(pg, lost);
  return { seen: waiting.length + lost.length, lost: lost.length };
}
