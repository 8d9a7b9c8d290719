import type { Db } from '../db/client.js';
import type { NewRun } from '../db/queries/claim-due.js';
import {
  cancelWorkerJobsOfRuns,
  insertTurns,
  lockIdleWorkerJobs,
  readTurns,
  supersedeRuns,
  type Supersession,
  type TurnStanding,
} from '../db/queries/run-turns.js';
import { scheduledForOf } from '../domain/ids.js';
import type { ExclusiveOverlap } from '../domain/policy/decide-overlap.js';
import { planTurns } from '../domain/policy/plan-turns.js';
import type { PolicyChoices } from '../domain/policy/run-policy.js';

/** A cron job that the transaction has locked. */
export interface TurnTaker {
  id: string;
  policy: PolicyChoices | null;
}

/** What is still to be done for the turns once it is certain which runs take place. */
export interface PlannedTurns {
  supersessions: Supersession[];
  /** When the earliest of the runs that may be superseded was due. */
  since: Date;
}

const NO_TURNS: PlannedTurns = { supersessions: [], since: new Date(0) };

/**
 * Decides which of the queued runs have the turn of their cron job, wait for it, or are skipped: it is written on them.
 * Cron jobs whose runs may overlap, as most, cost nothing here. Nobody else gives turns meanwhile, because the cron jobs
 * are locked.
 */
export async function decideTurns(
  tx: Db,
  takers: readonly TurnTaker[],
  runs: readonly NewRun[],
): Promise<PlannedTurns> {
  const overlaps = new Map<string, ExclusiveOverlap>();
  for (const { id, policy } of takers) {
    const overlap = policy?.overlap;
    if (overlap !== undefined && overlap !== 'allow') overlaps.set(id, overlap);
  }
  if (overlaps.size === 0) return NO_TURNS;
  const standings = await readTurns(tx, [...overlaps.keys()]);
  const byId = new Map(standings.map((standing) => [standing.cronJobId, standing]));
  const queued = queuedByJob(runs);
  const supersessions: Supersession[] = [];
  for (const [cronJobId, overlap] of overlaps) {
    const standing = byId.get(cronJobId) ?? { holder: null, waiting: 0, first: null };
    const asking = queued.get(cronJobId) ?? [];
    const { verdicts, supersededBy } = planTurns(
      { ...standing, overlap },
      asking.map((run) => run.id),
    );
    for (const run of asking) apply(run, verdicts);
    if (supersededBy !== null) supersessions.push({ cronJobId, byRunId: supersededBy });
  }
  return { supersessions, since: earliest(standings) };
}

function queuedByJob(runs: readonly NewRun[]): Map<string, NewRun[]> {
  const queued = new Map<string, NewRun[]>();
  for (const run of runs) {
    if (run.state !== 'queued') continue;
    const others = queued.get(run.cronJobId);
    if (others === undefined) queued.set(run.cronJobId, [run]);
    else others.push(run);
  }
  return queued;
}

function apply(run: NewRun, verdicts: ReturnType<typeof planTurns>['verdicts']): void {
  const verdict = verdicts.get(run.id);
  if (verdict?.kind === 'skip') {
    run.state = 'skipped';
    run.reason = verdict.reason;
  } else run.turn = verdict?.kind === 'wait' ? 'waits' : 'holds';
}

function earliest(standings: readonly TurnStanding[]): Date {
  const known = standings.flatMap(({ holder, first }) => [holder, first]).filter((id) => id !== null);
  return new Date(Math.min(...known.map((id) => scheduledForOf(id).getTime())));
}

/**
 * Ends what the runs supersede, after their quota is granted: nothing is given up for a run that does not take place. A
 * run that cannot be ended here (its end is being written, or a worker has its worker job) keeps the turn to its own end,
 * and its successor waits.
 */
export async function supersedePrevious(tx: Db, planned: PlannedTurns, runs: readonly NewRun[]): Promise<void> {
  if (planned.supersessions.length === 0) return;
  const byId = new Map(runs.map((run) => [run.id, run]));
  const due = planned.supersessions.filter(({ byRunId }) => byId.get(byRunId)?.state === 'queued');
  if (due.length === 0) return;
  const cronJobIds = due.map((supersession) => supersession.cronJobId);
  const idle = await lockIdleWorkerJobs(tx, cronJobIds);
  const ended = new Set(await supersedeRuns(tx, due, { idle, since: planned.since }));
  const cancelled = idle.filter((runId) => ended.has(runId));
  if (cancelled.length > 0) await cancelWorkerJobsOfRuns(tx, cancelled);
  const left = new Set((await readTurns(tx, cronJobIds)).map((standing) => standing.cronJobId));
  for (const { cronJobId, byRunId } of due) {
    const run = byId.get(byRunId);
    if (run !== undefined && left.has(cronJobId)) run.turn = 'waits';
  }
}

/** Enters the turns of runs that this transaction has entered in the ledger. */
export async function enterTurns(tx: Db, runs: readonly NewRun[]): Promise<void> {
  const turns = runs.filter((run) => run.turn !== undefined && run.state === 'queued');
  if (turns.length > 0)
    await insertTurns(
      tx,
      turns.map((run) => ({ runId: run.id, waiting: run.turn === 'waits' })),
    );
}
