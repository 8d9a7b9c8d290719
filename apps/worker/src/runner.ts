import type { StartedRun } from '@carillon/core/db/queries/start-runs';
import { isForAnotherWorker, pastAttemptOf } from '@carillon/core/domain/run/hand-over';
import type { CallSlots } from '@carillon/core/engine/call-slots';
import type { FinishedRun } from '@carillon/core/engine/finish-runs';
import type { Grouper } from '@carillon/core/engine/grouper';
import type { ReturnedRun } from '@carillon/core/engine/hand-over-runs';
import type { InTurn } from '@carillon/core/engine/in-turn';
import type { HeldBatch, LeaseKeeper } from '@carillon/core/engine/lease-keeper';
import { performRun, type PerformDeps } from '@carillon/core/engine/perform-run';
import { SUPERSEDED, type SupersededRuns } from '@carillon/core/engine/superseded-runs';
import type { RunBatchMessage } from '@carillon/core/queues/message';

export interface RunnerDeps extends PerformDeps {
  start: (message: RunBatchMessage) => Promise<{ leaseToken: string; runs: StartedRun[] }>;
  /** The run as it stands now; null when it is not to be called any more. */
  lookAgain: (run: StartedRun) => Promise<StartedRun | null>;
  /** Removes the batch once its runs are durable. */
  end: (batch: HeldBatch) => Promise<void>;
  leases: LeaseKeeper;
  outcomes: Grouper<FinishedRun, void>;
  /** Outcomes that may wait to be written; with more, a place is kept until its own is. */
  maxPendingOutcomes: number;
  /** Gives runs back that this worker will not end. */
  returned: Grouper<ReturnedRun, void>;
  superseded: SupersededRuns;
  /** Runs that may be what kills workers, of all queues: one after the other. */
  alone: InTurn;
  onFinished: (run: FinishedRun, jobName: string) => void;
}

/**
 * Makes the handler of run batches: take them in Postgres under a lease, call each as soon as `slots` has a place, write
 * the outcomes. It resolves once every run it could take is durable or given back; only then is the message
 * acknowledged.
 */
export function createRunner(deps: RunnerDeps, slots: CallSlots): (message: RunBatchMessage) => Promise<void> {
  const run = (message: RunBatchMessage) => runBatch(deps, slots, message);
  // In turn before it is taken: a lease held while it waits would be lost to whatever goes before it.
  return (message) => (message.alone ? deps.alone(() => run(message)) : run(message));
}

async function runBatch(deps: RunnerDeps, slots: CallSlots, message: RunBatchMessage): Promise<void> {
  const startedAt = performance.now();
  const arrived = slots.expect();
  const { leaseToken, runs } = await deps.start(message).catch((error: unknown) => {
    arrived();
    throw error;
  });
  const batch = { batchId: message.batchId, leaseToken };
  if (runs.length > 0) deps.leases.hold(batch);
  const calls = runs.map((run) => runOne(deps, slots, run, startedAt));
  arrived();
  const ends = await Promise.allSettled(calls);
  deps.leases.letGo(batch);
  const failed = ends.find((end) => end.status === 'rejected');
  // What did not end keeps its batch, whose lease runs out now that nobody renews it.
  if (failed !== undefined) throw new Error('A run of the batch could not be ended', { cause: failed.reason });
  await deps.end(batch);
}

/** A run that had to wait this long for its place is looked at again: its job may have been paused, changed or deleted. */
const LOOK_AGAIN_AFTER_MS = 1_000;

async function runOne(deps: RunnerDeps, slots: CallSlots, started: StartedRun, startedAt: number): Promise<void> {
  const giveBack = await slots.acquire(started);
  if (giveBack === null) return deps.returned.add({ ...started, past: null });
  const finished = await perform(deps, started, startedAt).catch((error: unknown) => {
    giveBack();
    throw error;
  });
  const ended = finished === null ? Promise.resolve() : end(deps, started, finished);
  // The place is for the call; the outcome's way into Postgres must not keep the next call waiting. But while Postgres is
  // away or slow, what waits to be written must not grow without bound.
  if (deps.outcomes.pending <= deps.maxPendingOutcomes) giveBack();
  else ended.then(giveBack, giveBack);
  return ended;
}

async function end(deps: RunnerDeps, started: StartedRun, finished: FinishedRun): Promise<void> {
  if (finished.result.error?.code === SUPERSEDED.code) return;
  if (isForAnotherWorker(finished.result, started.policy)) {
    return deps.returned.add({ ...started, past: pastAttemptOf(finished) });
  }
  await deps.outcomes.add(finished);
  deps.onFinished(finished, started.jobName);
}

async function perform(deps: RunnerDeps, started: StartedRun, startedAt: number): Promise<FinishedRun | null> {
  // Lost while it waited: somebody else calls it, or a later run in its stead.
  if (!deps.leases.isHeld(started) || deps.superseded.has(started.runId)) return null;
  const waited = performance.now() - startedAt > LOOK_AGAIN_AFTER_MS;
  const run = waited ? await deps.lookAgain(started) : started;
  return run === null ? null : performRun(run, deps, startedAt);
}
