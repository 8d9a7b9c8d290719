import type { Db } from '../db/client.js';
import { newId } from '../db/ids.js';
import {
  admitRuns,
  cancelWaitingRuns,
  findOpenTurns,
  findWaitingOfDeleted,
  lockTurnGivers,
  readFirstWaiting,
  type TurnGiver,
  type WaitingRun,
} from '../db/queries/admit-runs.js';
import { insertRunBatches, type NewRun, type NewRunBatch } from '../db/queries/claim-due.js';
import { decideAdmission } from '../domain/policy/decide-overlap.js';
import type { RunBatch } from '../domain/run/batch.js';
import type { RunType } from '../domain/run/states.js';
import { scheduledForOf } from '../domain/ids.js';
import { makeWorkerJobsOfRuns } from './make-worker-jobs-of-runs.js';

export interface AdmitOptions {
  db: Db;
  /** The name of this installation, the first part of the keys of worker jobs. */
  node: string;
  /** Most cron jobs in one transaction. */
  limit: number;
}

/** What one look at the turns did. */
export interface Admissions {
  /** Cron jobs with a turn to give. */
  cronJobs: number;
  /** Runs sent on their way. */
  admitted: number;
  /** Runs whose cron job was disabled or deleted while they waited. */
  cancelled: number;
  /** Committed to the outbox and now to be published. */
  batches: RunBatch[];
}

/**
 * Gives each turn that nobody has to the run that has waited longest for it, and sends that run on its way as its cron job
 * is now. One transaction, under the locks of the cron jobs, so that a turn has one holder whoever else claims, executes
 * or admits; it waits for nobody (docs/adr/0018).
 */
export async function admitWaitingRuns({ db, node, limit }: AdmitOptions): Promise<Admissions> {
  const cronJobIds = await findOpenTurns(db, limit);
  if (cronJobIds.length === 0) return { cronJobs: 0, admitted: 0, cancelled: 0, batches: [] };
  return db.transaction(async (tx) => {
    const orphans = await cancelOrphans(tx, cronJobIds);
    const givers = await lockTurnGivers(tx, cronJobIds);
    const decided = await decide(tx, givers);
    const disabled = decided.cancelled.map((run) => run.runId);
    if (disabled.length > 0) await cancelWaitingRuns(tx, disabled, { code: 'cron_job_disabled' });
    const batches = await send(tx, decided.admitted, node);
    const { length: admitted } = decided.admitted;
    return { cronJobs: cronJobIds.length, admitted, cancelled: orphans + disabled.length, batches };
  });
}

/** The runs of a cron job that was deleted have no row to wait for a turn under. */
async function cancelOrphans(tx: Db, cronJobIds: readonly string[]): Promise<number> {
  const orphans = await findWaitingOfDeleted(tx, cronJobIds);
  if (orphans.length > 0) await cancelWaitingRuns(tx, orphans, { code: 'cron_job_deleted' });
  return orphans.length;
}

/** A waiting run that may go, as a run that is about to be entered, whose turn is `holds` or not taken. */
type Admitted = NewRun & { type: RunType };

async function decide(
  tx: Db,
  givers: readonly TurnGiver[],
): Promise<{ admitted: Admitted[]; cancelled: WaitingRun[] }> {
  const admitted: Admitted[] = [];
  const cancelled: WaitingRun[] = [];
  if (givers.length === 0) return { admitted, cancelled };
  const byId = new Map(givers.map((giver) => [giver.id, giver]));
  for (const run of await readFirstWaiting(tx, [...byId.keys()])) {
    const giver = byId.get(run.cronJobId);
    if (giver === undefined) continue;
    const decision = decideAdmission({ ...giver, ...run });
    if (decision === 'cancel') cancelled.push(run);
    else if (decision !== 'wait') admitted.push(asEntered(run, giver, decision));
  }
  return { admitted, cancelled };
}

function asEntered(
  { runId, cronJobId, type, replayOf }: WaitingRun,
  giver: TurnGiver,
  decision: 'hold' | 'free',
): Admitted {
  const { userId, url, makesWorkerJob } = giver;
  const facts = { id: runId, scheduledFor: scheduledForOf(runId), cronJobId, userId, url, makesWorkerJob, type };
  const turn = decision === 'hold' ? ({ turn: 'holds' } as const) : {};
  const replay = replayOf === null ? {} : { replayOf };
  return { ...facts, ...turn, ...replay, state: 'queued', reason: null, batchId: makesWorkerJob ? null : newId() };
}

/** A batch for each: they come one by one, as turns end. */
async function send(tx: Db, admitted: readonly Admitted[], node: string): Promise<NewRunBatch[]> {
  if (admitted.length === 0) return [];
  const toAdmission = ({ id, url, batchId, turn }: Admitted) => ({
    runId: id,
    url,
    batchId,
    exclusive: turn === 'holds',
  });
  await admitRuns(tx, admitted.map(toAdmission));
  const batches = admitted.flatMap(batchOf);
  if (batches.length > 0) await insertRunBatches(tx, batches);
  await makeWorkerJobsOfRuns(tx, admitted, node);
  return batches;
}

function batchOf({ id, batchId, userId, type }: Admitted): NewRunBatch[] {
  if (batchId === null) return [];
  return [{ id: batchId, queue: type === 'MANUAL' ? 'manual-runs' : 'runs', userId, runIds: [id], publication: 1 }];
}
