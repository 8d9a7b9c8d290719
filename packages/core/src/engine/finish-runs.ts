import { inTransaction, type Pool } from '../db/client.js';
import { announceEndedRuns, finishRuns as writeOutcomes, type RunOutcome } from '../db/queries/finish-runs.js';
import { noteVerdicts } from '../db/queries/note-verdicts.js';
import { judgeJobs } from '../domain/run/job-verdict.js';

/** An attempt's end with what its cron job looked like at the start, to spare writes that change nothing. */
export interface FinishedRun extends RunOutcome {
  manual: boolean;
  lastStatus: 'succeeded' | 'failed' | null;
  consecutiveFailures: number;
}

/**
 * Writes a group of outcomes durably. Outcomes whose lease was lost are dropped: the run is another worker's now.
 * @returns how many were stale.
 */
export async function finishRuns(pool: Pool, finished: readonly FinishedRun[]): Promise<{ stale: number }> {
  const noteworthy = finished.filter(changesJob);
  const announced = finished.filter((run) => run.manual);
  if (noteworthy.length === 0 && announced.length === 0) {
    return { stale: finished.length - (await writeOutcomes(pool, finished)).size };
  }
  return inTransaction(pool, async (pg) => {
    const ended = await writeOutcomes(pg, finished);
    const verdicts = judgeJobs(noteworthy.filter((run) => ended.has(run.runId)));
    if (verdicts.length > 0) await noteVerdicts(pg, verdicts);
    if (announced.length > 0)
      await announceEndedRuns(
        pg,
        announced.map((run) => run.runId),
      );
    return { stale: finished.length - ended.size };
  });
}

function changesJob(run: FinishedRun): boolean {
  return run.state === 'failed' || run.lastStatus !== 'succeeded' || run.consecutiveFailures > 0;
}
