import type { Queryable } from '../db/client.js';
import { newId } from '../db/ids.js';
import { handOverRuns as write } from '../db/queries/hand-over-runs.js';
import type { PastAttempt } from '../domain/run/past-attempt.js';
import { createGrouper, type Grouper } from './grouper.js';

/** A run that its worker gives back before it has ended. */
export interface ReturnedRun {
  runId: string;
  batchId: string;
  leaseToken: string;
  /** The attempt that was cut short; null when its call was not sent, and the attempt is still to be made. */
  past: PastAttempt | null;
}

/**
 * Gathers the runs that a stopping worker gives back: those of one batch go in one statement. A run that could not be
 * given back rejects; its lease runs out then, and the reconciler brings it back.
 */
export function createHandOver(pg: Queryable): Grouper<ReturnedRun, void> {
  return createGrouper<ReturnedRun, void>({
    maxItems: 1_000,
    maxWaitMs: 0,
    maxConcurrent: 4,
    carryOut: async (returned) => {
      await handOverRuns(pg, returned);
      return [];
    },
  });
}

/**
 * Gives runs back under their leases, to be published at once: as the same attempt where the call was not sent, as the
 * next where it was cut short.
 * @returns how many were given back; the others are another worker's already.
 */
export async function handOverRuns(pg: Queryable, returned: readonly ReturnedRun[]): Promise<number> {
  const moved = await Promise.all(
    groupsOf(returned).map((runs) => {
      const { batchId, leaseToken, past } = runs[0];
      return write(pg, { batchId, leaseToken, successorId: newId(), attemptStep: past === null ? 0 : 1, runs });
    }),
  );
  return moved.reduce((sum, count) => sum + count, 0);
}

type Group = [ReturnedRun, ...ReturnedRun[]];

function groupsOf(returned: readonly ReturnedRun[]): Group[] {
  const groups = new Map<string, Group>();
  for (const run of returned) {
    const key = `${run.leaseToken} ${run.past === null}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  return [...groups.values()];
}
