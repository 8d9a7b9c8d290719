import type { Database, Queryable } from '../db/client.js';
import {
  dueBatches,
  findOverdueBatches,
  postponeBatches,
  unpublishBatches,
  type OverdueBatch,
} from '../db/queries/run-batches.js';
import type { RunBatch } from '../domain/run/batch.js';
import type { Publisher } from '../queues/publish.js';
import { publishRunBatches } from './publish-run-batches.js';
import { rescueRuns } from './rescue-runs.js';

/** What one round found and did. */
export interface Reconciliation {
  /** Batches looked at; as many as the limit means there may be more. */
  batches: number;
  /** Batches published because whoever committed them did not. */
  unpublished: number;
  /** Batches the queue had lost. */
  lostByQueue: number;
  /** Runs whose worker was lost, requeued as their next attempt. */
  requeued: number;
  /** Runs given up because they kept losing their worker, or must not be called twice. */
  givenUp: number;
  /** Batches whose runs' next attempt is due; of herds, which wait for room in their queue first, and of others. */
  retries: { ofHerds: number; ofOthers: number };
}

/**
 * Publishes the attempts whose time has come, and brings back work that fell between the chairs: leases that ran out
 * become the next attempt (or the verdict that the run is given up), published batches that the queue has lost are
 * published anew, and so is what was committed but never published. Every write is conditional, so any number of
 * schedulers may do this at once; no transaction waits for the queue.
 * @param options.rescueLost false right after Postgres was away: leases ran out that nobody could renew, and their holders
 * are given a moment to.
 */
export async function reconcileRunBatches(
  { db, pool }: Database,
  publisher: Publisher,
  { limit, rescueLost }: { limit: number; rescueLost: boolean },
): Promise<Reconciliation> {
  const overdue = await findOverdueBatches(pool, limit);
  const of = (state: OverdueBatch['state']) => overdue.filter((batch) => batch.state === state);
  const rescued = await rescueRuns(pool, rescueLost ? of('running') : []);
  const lost = await takeBackLost(pool, publisher, of('published'));
  const due = await dueBatches(pool, idsOf(of('retrying')));
  const unpublished = of('unpublished');
  await publishRunBatches(db, publisher, [...due.batches, ...rescued.successors, ...lost, ...unpublished]);
  const requeued = rescued.successors.reduce((sum, batch) => sum + batch.runIds.length, 0);
  const { givenUp } = rescued;
  return {
    batches: overdue.length,
    unpublished: unpublished.length,
    lostByQueue: lost.length,
    requeued,
    givenUp,
    retries: { ofHerds: due.keptBack, ofOthers: due.batches.length },
  };
}

async function takeBackLost(
  pg: Queryable,
  publisher: Publisher,
  published: readonly OverdueBatch[],
): Promise<RunBatch[]> {
  const pending = await Promise.all(published.map((batch) => publisher.isPending(batch)));
  const waiting = published.filter((_, i) => pending[i]);
  const lost = published.filter((_, i) => !pending[i]);
  if (waiting.length > 0) await postponeBatches(pg, idsOf(waiting));
  return lost.length > 0 ? unpublishBatches(pg, idsOf(lost)) : [];
}

const idsOf = (batches: readonly RunBatch[]) => batches.map((batch) => batch.id);
