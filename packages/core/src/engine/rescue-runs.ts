import { inTransaction, type Pool, type Queryable } from '../db/client.js';
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
import { lockLostBatches, type OverdueBatch } from '../db/queries/run-batches.js';
import { judgeJobs } from '../domain/run/job-verdict.js';
import { decideRescue } from '../domain/run/lease.js';
import { CALLED_ONCE_AT_MOST, LOST_TOO_OFTEN, lostAttempt } from '../domain/run/lost-attempt.js';
import type { CallError } from '../domain/run/outcome.js';
import { tellOfEnds } from './tell-of-ends.js';

/** What became of the runs of lost workers. */
export interface Rescue {
  /** Their next attempts, committed and to be published. */
  successors: Successor[];
  /** Runs that were ended instead. */
  givenUp: number;
}

interface Lost {
  successors: Successor[];
  tooOften: UnfinishedRun[];
  onceAtMost: UnfinishedRun[];
}

/**
 * Takes back batches whose lease ran out, passing over what another scheduler is taking back. Their unfinished runs
 * become the next attempt, or end: those that keep losing their worker, and those that must not be called a second time.
 */
export async function rescueRuns(pool: Pool, overdue: readonly OverdueBatch[]): Promise<Rescue> {
  if (overdue.length === 0) return { successors: [], givenUp: 0 };
  return inTransaction(pool, async (pg) => {
    const batches = await lockLostBatches(
      pg,
      overdue.map((batch) => batch.id),
    );
    const { successors, tooOften, onceAtMost } = await sortOut(pg, batches);
    if (successors.length > 0) await insertSuccessors(pg, successors);
    await giveUp(pg, tooOften, LOST_TOO_OFTEN);
    await giveUp(pg, onceAtMost, CALLED_ONCE_AT_MOST);
    await deleteBatches(
      pg,
      batches.map((batch) => batch.id),
    );
    return { successors, givenUp: tooOften.length + onceAtMost.length };
  });
}

async function sortOut(pg: Queryable, batches: readonly OverdueBatch[]): Promise<Lost> {
  const lost: Lost = { successors: [], tooOften: [], onceAtMost: [] };
  for (const batch of batches) {
    const unfinished = await findUnfinishedRuns(pg, batch);
    const repeatable = unfinished.filter((run) => run.delivery === 'atLeastOnce');
    lost.onceAtMost.push(...unfinished.filter((run) => run.delivery === 'atMostOnce'));
    const verdict = decideRescue(batch.lostLeases + 1);
    if (verdict === 'giveUp') lost.tooOften.push(...repeatable);
    else if (repeatable.length > 0)
      lost.successors.push(...successorsOf(batch, repeatable, verdict === 'requeueSingly'));
  }
  return lost;
}

function successorsOf(batch: OverdueBatch, runs: readonly UnfinishedRun[], singly: boolean): Successor[] {
  const runIds = runs.map((run) => run.runId);
  const groups = singly ? runIds.map((id) => [id]) : [runIds];
  const { queue, userId, attempt, lostLeases } = batch;
  const next = { queue, userId, publication: 1, attempt: attempt + 1, lostLeases: lostLeases + 1 };
  return groups.map((members) => ({ ...next, id: newId(), runIds: members, past: lostAttempt(attempt) }));
}

async function giveUp(pg: Queryable, runs: readonly UnfinishedRun[], why: CallError): Promise<void> {
  if (runs.length === 0) return;
  const ids = runs.map((run) => run.runId);
  await giveUpRuns(pg, ids, why);
  const ended = runs.map((run) => ({ ...run, state: 'failed' as const }));
  await tellOfEnds(pg, ended, await noteVerdicts(pg, judgeJobs(ended)));
  await announceEndedRuns(pg, ids);
}
