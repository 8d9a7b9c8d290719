import { inTransaction, type Database, type Pool, type Queryable } from '../db/client.js';
import { newId } from '../db/ids.js';
import { announceEndedRuns } from '../db/queries/finish-runs.js';
import { noteVerdicts } from '../db/queries/note-verdicts.js';
import {
  deleteBatches,
  findUnfinishedRuns,
  giveUpRuns,
  insertSuccessors,
  type Successor,
  type UnfinishedRun,
} from '../db/queries/rescue-runs.js';
import {
  findOverdueBatches,
  lockLostBatches,
  postponeBatches,
  unpublishBatches,
  type OverdueBatch,
} from '../db/queries/run-batches.js';
import type { RunBatch } from '../domain/run/batch.js';
import { judgeJobs } from '../domain/run/job-verdict.js';
import { decideRescue, MAX_LOST_LEASES } from '../domain/run/lease.js';
import type { Publisher } from '../queues/publish.js';
import { publishRunBatches } from './publish-run-batches.js';
import { tellOfEnds } from './tell-of-ends.js';

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
  /** Runs given up because they kept losing their worker. */
  givenUp: number;
}

const WORKER_LOST = {
  code: 'worker_lost',
  message: `The worker process was lost during this run, ${MAX_LOST_LEASES} times in a row; whether the target was called is not known.`,
};

/**
 * Brings back work that fell between the chairs: leases that ran out become the next attempt (or the verdict that the
 * run is given up), published batches that the queue has lost are published anew, and so is what was committed but never
 * published. Every write is conditional, so any number of schedulers may do this at once; no transaction waits for the
 * queue.
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
  const rescued = await rescue(pool, rescueLost ? of('running') : []);
  const lost = await takeBackLost(pool, publisher, of('published'));
  const unpublished = of('unpublished');
  await publishRunBatches(db, publisher, [...rescued.successors, ...lost, ...unpublished]);
  const requeued = rescued.successors.reduce((sum, batch) => sum + batch.runIds.length, 0);
  const { givenUp } = rescued;
  return { batches: overdue.length, unpublished: unpublished.length, lostByQueue: lost.length, requeued, givenUp };
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

async function rescue(
  pool: Pool,
  running: readonly OverdueBatch[],
): Promise<{ successors: Successor[]; givenUp: number }> {
  if (running.length === 0) return { successors: [], givenUp: 0 };
  return inTransaction(pool, async (pg) => {
    const successors: Successor[] = [];
    let givenUp = 0;
    const lost = await lockLostBatches(pg, idsOf(running));
    for (const batch of lost) {
      const unfinished = await findUnfinishedRuns(pg, batch);
      if (unfinished.length === 0) continue;
      const verdict = decideRescue(batch.lostLeases + 1);
      if (verdict === 'giveUp') givenUp += await giveUp(pg, batch, unfinished);
      else successors.push(...successorsOf(batch, unfinished, verdict === 'requeueSingly'));
    }
    if (successors.length > 0) await insertSuccessors(pg, successors);
    await deleteBatches(pg, idsOf(lost));
    return { successors, givenUp };
  });
}

function successorsOf(batch: OverdueBatch, unfinished: readonly UnfinishedRun[], singly: boolean): Successor[] {
  const runIds = unfinished.map((run) => run.runId);
  const groups = singly ? runIds.map((id) => [id]) : [runIds];
  const next = { queue: batch.queue, publication: 1, attempt: batch.attempt + 1, lostLeases: batch.lostLeases + 1 };
  return groups.map((members) => ({ ...next, id: newId(), runIds: members }));
}

async function giveUp(pg: Queryable, batch: OverdueBatch, runs: readonly UnfinishedRun[]): Promise<number> {
  const ids = runs.map((run) => run.runId);
  await giveUpRuns(pg, ids, { batchId: batch.id, attempt: batch.attempt, ...WORKER_LOST });
  // Whether they have webhooks is not known of runs that nobody holds, and they are few.
  const ended = runs.map((run) => ({ ...run, state: 'failed' as const, hasWebhook: true }));
  await tellOfEnds(pg, ended, await noteVerdicts(pg, judgeJobs(ended)));
  await announceEndedRuns(pg, ids);
  return ids.length;
}

const idsOf = (batches: readonly RunBatch[]) => batches.map((batch) => batch.id);
