import { inTransaction, type Pool, type Queryable } from '../db/client.js';
import { announceEndedRuns, finishRuns as writeOutcomes, type RunOutcome } from '../db/queries/finish-runs.js';
import { noteVerdicts } from '../db/queries/note-verdicts.js';
import { retryRuns, shareLeases } from '../db/queries/retry-runs.js';
import { pastAttemptOf } from '../domain/run/hand-over.js';
import { judgeJobs } from '../domain/run/job-verdict.js';
import { tellOfEnds } from './tell-of-ends.js';

/** An attempt's end with what its cron job looked like at the start, to spare writes that change nothing. */
export interface FinishedRun extends RunOutcome {
  manual: boolean;
  /** Until the next attempt, where a failed one is followed by another; null where this one ends the run. */
  retryInMs: number | null;
  hasWebhook: boolean;
  lastStatus: 'succeeded' | 'failed' | null;
  consecutiveFailures: number;
}

/** What became of a group of outcomes. */
export interface Finishing {
  /** Dropped: the run was given to another worker meanwhile. */
  stale: number;
  /** Until the first of the next attempts, where there are any. */
  retryInMs?: number;
}

type RetriedRun = FinishedRun & { retryInMs: number };

/**
 * Writes a group of outcomes durably: ends runs, and puts those off that have another attempt. Outcomes whose lease was
 * lost are dropped: the run is another worker's now.
 */
export async function finishRuns(pool: Pool, finished: readonly FinishedRun[]): Promise<Finishing> {
  const retried = finished.filter(isRetried);
  const ending = retried.length === 0 ? finished : finished.filter((run) => !isRetried(run));
  if (retried.length === 0 && !ending.some((run) => run.manual || changesJob(run))) {
    return { stale: finished.length - (await writeOutcomes(pool, finished)).size };
  }
  return inTransaction(pool, async (pg) => {
    const putOff = await putOffRuns(pg, retried, ending);
    const ended = ending.length === 0 ? 0 : await endRuns(pg, ending);
    const stale = finished.length - putOff - ended;
    return putOff === 0 ? { stale } : { stale, retryInMs: Math.min(...retried.map((run) => run.retryInMs)) };
  });
}

async function endRuns(pg: Queryable, ending: readonly FinishedRun[]): Promise<number> {
  const ended = await writeOutcomes(pg, ending);
  const noteworthy = ending.filter((run) => changesJob(run) && ended.has(run.runId));
  if (noteworthy.length > 0) {
    const before = await noteVerdicts(pg, judgeJobs(noteworthy));
    await tellOfEnds(pg, noteworthy, before);
  }
  const announced = ending.filter((run) => run.manual).map((run) => run.runId);
  if (announced.length > 0) await announceEndedRuns(pg, announced);
  return ended.size;
}

/** Whoever waits for a run by hand waits on: nothing has ended. */
async function putOffRuns(
  pg: Queryable,
  retried: readonly RetriedRun[],
  ending: readonly FinishedRun[],
): Promise<number> {
  if (retried.length === 0) return 0;
  if (ending.length > 0) {
    await shareLeases(
      pg,
      [...retried, ...ending].map((run) => run.batchId),
    );
  }
  return retryRuns(
    pg,
    retried.map((run) => ({ ...run, delayMs: run.retryInMs, past: pastAttemptOf(run) })),
  );
}

const isRetried = (run: FinishedRun): run is RetriedRun => run.retryInMs !== null;

/** Of a cron job with a webhook every end counts: what it is told depends on the ends before. */
function changesJob(run: FinishedRun): boolean {
  return run.hasWebhook || run.state === 'failed' || run.lastStatus !== 'succeeded' || run.consecutiveFailures > 0;
}
