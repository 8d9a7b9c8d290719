import type { Queryable } from '../db/client.js';
import { cancelJob, type ControlOf } from '../db/queries/worker-job-controls.js';
import { explainCancelRefusal, type Refused } from '../domain/worker-job/refusal.js';

/** A job that was cancelled; `cancelledAt` is epoch milliseconds of the Postgres clock. */
export interface CancelledWorkerJob {
  kind: 'cancelled';
  key: string;
  type: string;
  /** A worker had it, and its report will be refused. */
  wasActive: boolean;
  /** Who had it; null when nobody did. */
  worker: string | null;
  cancelledAt: number;
}

/**
 * Cancels a job. One that stands still because of an incident can be cancelled while the incident is open, which closes
 * it.
 */
export async function cancelWorkerJob(
  pg: Queryable,
  on: ControlOf & { reason: string | null },
): Promise<CancelledWorkerJob | Refused | { kind: 'not_found' }> {
  const transition = await cancelJob(pg, on, on.reason);
  if (transition === null) return { kind: 'not_found' };
  const { before, after } = transition;
  if (after === null) return explainCancelRefusal(before);
  const wasActive = before.state === 'ACTIVE';
  return { kind: 'cancelled', key: on.key, wasActive, worker: wasActive ? before.workerBefore : null, ...pick(after) };
}

const pick = ({ type, cancelledAt }: { type: string; cancelledAt: number }) => ({ type, cancelledAt });
