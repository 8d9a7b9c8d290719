import type { Db } from '../db/client.js';
import { newWorkerJobKey } from '../db/ids.js';
import type { NewRun } from '../db/queries/claim-due.js';
import { insertWorkerJobsOfRuns } from '../db/queries/worker-jobs-of-runs.js';
import { runHeaders } from '../domain/worker-job/run-headers.js';

/**
 * Makes the worker jobs that carry out queued runs; part of the transaction that has entered them and locks their cron
 * jobs, so that a run in the ledger has its worker job, and exactly one; a run that waits for its turn gets it then.
 * @param node the name of this installation, the first part of the keys.
 */
export async function makeWorkerJobsOfRuns(tx: Db, runs: readonly NewRun[], node: string): Promise<void> {
  const own = runs.filter((run) => run.makesWorkerJob && run.state === 'queued' && run.turn !== 'waits');
  if (own.length === 0) return;
  const toJob = (run: NewRun) => ({
    runId: run.id,
    key: newWorkerJobKey(node),
    customHeaders: JSON.stringify(runHeaders(run)),
  });
  await insertWorkerJobsOfRuns(tx, own.map(toJob));
}
