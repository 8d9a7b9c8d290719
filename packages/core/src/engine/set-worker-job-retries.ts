import type { Queryable } from '../db/client.js';
import { setJobRetries, type ControlOf } from '../db/queries/worker-job-controls.js';
import { explainRetriesRefusal, type Refused } from '../domain/worker-job/refusal.js';
import type { WorkerJobState } from '../domain/worker-job/states.js';

export interface RetriesSet {
  kind: 'retries_set';
  key: string;
  state: WorkerJobState;
  retries: number;
  retriesBefore: number;
}

/**
 * Sets how often a job may still be tried, 1 at least. One that stands still because of an incident does not move by
 * that alone: the incident must be resolved.
 */
export async function setWorkerJobRetries(
  pg: Queryable,
  on: ControlOf & { retries: number },
): Promise<RetriesSet | Refused | { kind: 'not_found' }> {
  const transition = await setJobRetries(pg, on, on.retries);
  if (transition === null) return { kind: 'not_found' };
  const { before, after } = transition;
  if (after === null) return explainRetriesRefusal(before);
  const { stateNow: state, retriesNow: retries } = after;
  return { kind: 'retries_set', key: on.key, state, retries, retriesBefore: before.retriesBefore };
}
