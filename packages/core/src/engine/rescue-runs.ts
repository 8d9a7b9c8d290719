import { inTransaction, type Pool, type Queryable } from '../db/client.js';
import { newId } from '../db/ids.js';
import { announceEndedRuns } from '../db/queries/finish-runs.js';
import { deleteLeases, lockExpiredLeases } from '../db/queries/leases.js';
import { noteVerdicts } from '../db/queries/note-verdicts.js';
import {
  giveUpLostRuns,
  lockLostRuns,
  requeueLostRuns,
  type LostRun,
  type Requeue,
} from '../db/queries/rescue-runs.js';
import { judgeJobs } from '../domain/run/job-verdict.js';
import { decideRescue, MAX_LOST_LEASES } from '../domain/run/lease.js';
import { BATCH_SIZE, RUN_QUEUES } from '../domain/run/queues.js';

const WORKER_LOST = {
  code: 'worker_lost',
  message: `The worker process was lost during this run, ${MAX_LOST_LEASES} times in a row; whether the target was called is not known.`,
};

/**
 * Takes back runs whose lease ran out: the next attempt, or the verdict that the run is given up. One transaction; what
 * it requeues is in the outbox when it commits.
 * @param limit leases at once; as many as that means there may be more.
 */
export function rescueLostRuns(
  pool: Pool,
  limit: number,
): Promise<{ leases: number; requeued: number; givenUp: number }> {
  return inTransaction(pool, async (pg) => {
    const leases = await lockExpiredLeases(pg, limit);
    if (leases.length === 0) return { leases: 0, requeued: 0, givenUp: 0 };
    const lost: LostRun[] = [];
    for (const lease of leases) lost.push(...(await lockLostRuns(pg, lease)));
    const givenUp = lost.filter((run) => decideRescue(run.lostLeases) === 'giveUp');
    const requeued = lost.filter((run) => decideRescue(run.lostLeases) === 'requeue');
    if (requeued.length > 0) await requeueLostRuns(pg, inBatches(requeued));
    if (givenUp.length > 0) await giveUp(pg, givenUp);
    await deleteLeases(
      pg,
      leases.map((lease) => lease.token),
    );
    return { leases: leases.length, requeued: requeued.length, givenUp: givenUp.length };
  });
}

async function giveUp(pg: Queryable, runs: readonly LostRun[]): Promise<void> {
  const ids = runs.map((run) => run.runId);
  await giveUpLostRuns(pg, ids, WORKER_LOST);
  await noteVerdicts(pg, judgeJobs(runs.map((run) => ({ cronJobId: run.cronJobId, state: 'failed' }))));
  await announceEndedRuns(pg, ids);
}

function inBatches(runs: readonly LostRun[]): Requeue[] {
  return RUN_QUEUES.flatMap((queue) => {
    let batchId = newId();
    return runs
      .filter((run) => run.queue === queue)
      .map((run, i) => {
        if (i > 0 && i % BATCH_SIZE[queue] === 0) batchId = newId();
        return { runId: run.runId, batchId };
      });
  });
}
