import type { StartedRun } from '@carillon/core/db/queries/start-runs';
import type { CallResult } from '@carillon/core/domain/run/outcome';
import type { TargetCall } from '@carillon/core/egress/call-target';
import type { CallSlots } from '@carillon/core/engine/call-slots';
import type { FinishedRun } from '@carillon/core/engine/finish-runs';
import type { Grouper } from '@carillon/core/engine/grouper';
import type { HeldBatch, LeaseKeeper } from '@carillon/core/engine/lease-keeper';
import { performRun } from '@carillon/core/engine/perform-run';
import type { RunBatchMessage } from '@carillon/core/queues/message';

export interface RunnerDeps {
  start: (message: RunBatchMessage) => Promise<{ leaseToken: string; runs: StartedRun[] }>;
  /** Removes the batch once its runs are durable. */
  end: (batch: HeldBatch) => Promise<void>;
  leases: LeaseKeeper;
  outcomes: Grouper<FinishedRun, void>;
  call: (target: TargetCall) => Promise<CallResult>;
  onFinished: (run: FinishedRun, jobName: string) => void;
}

/**
 * Makes the handler of run batches: take them in Postgres under a lease, call each as soon as `slots` has a place, write
 * the outcomes. It resolves once every run it could take is durable; only then is the message acknowledged.
 */
export function createRunner(deps: RunnerDeps, slots: CallSlots): (message: RunBatchMessage) => Promise<void> {
  return async (message) => {
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
    await Promise.all(calls);
    deps.leases.letGo(batch);
    await deps.end(batch);
  };
}

async function runOne(deps: RunnerDeps, slots: CallSlots, run: StartedRun, startedAt: number): Promise<void> {
  await slots.acquire();
  // The place is for the call; the outcome's way into Postgres must not keep the next call waiting.
  const finished = await performRun(run, deps.call, startedAt).finally(() => slots.release());
  await deps.outcomes.add(finished);
  deps.onFinished(finished, run.jobName);
}
