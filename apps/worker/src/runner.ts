import type { StartedRun } from '@carillon/core/db/queries/start-runs';
import type { CallResult } from '@carillon/core/domain/run/outcome';
import type { TargetCall } from '@carillon/core/egress/call-target';
import type { Room } from '@carillon/core/engine/call-slots';
import type { FinishedRun } from '@carillon/core/engine/finish-runs';
import type { Grouper } from '@carillon/core/engine/grouper';
import type { LeaseKeeper } from '@carillon/core/engine/lease-keeper';
import { performRun } from '@carillon/core/engine/perform-run';

export interface RunnerDeps {
  starter: Grouper<readonly string[], StartedRun[]>;
  leases: LeaseKeeper;
  outcomes: Grouper<FinishedRun, void>;
  call: (target: TargetCall) => Promise<CallResult>;
  onFinished: (run: FinishedRun, jobName: string) => void;
}

/** Works on one message: resolves once every run it could take is durable. `places` are reserved in `room` beforehand. */
export type RunBatchHandler = (runIds: string[], room: Room, places: number) => Promise<void>;

/** Makes the handler of run batches: claim in Postgres, call, write the outcome, give the place back as each call ends. */
export function createRunner(deps: RunnerDeps): RunBatchHandler {
  return async (runIds, room, places) => {
    const claimedAt = performance.now();
    const started = await startOrFree(deps.starter, runIds, room, places);
    room.release(places - started.length);
    await Promise.all(started.map((run) => runOne(deps, run, room, claimedAt)));
  };
}

async function startOrFree(
  starter: RunnerDeps['starter'],
  runIds: string[],
  room: Room,
  places: number,
): Promise<StartedRun[]> {
  try {
    return await starter.add(runIds);
  } catch (error) {
    room.release(places);
    throw new Error(`Claiming a batch of ${runIds.length} runs failed`, { cause: error });
  }
}

async function runOne(deps: RunnerDeps, run: StartedRun, room: Room, claimedAt: number): Promise<void> {
  deps.leases.hold(run.leaseToken);
  const finished = await performRun(run, deps.call, claimedAt);
  // The place is for the call; the outcome's way into Postgres must not keep the next call waiting.
  room.release();
  await deps.outcomes.add(finished);
  deps.leases.letGo(run.leaseToken);
  deps.onFinished(finished, run.jobName);
}
