import type { Queryable } from '../db/client.js';
import { setJobTimeout } from '../db/queries/worker-job-controls.js';
import type { ReportOn } from '../db/queries/worker-job-reports.js';
import { explainLeaseRefusal, type Refused } from '../domain/worker-job/refusal.js';

export interface LeaseSet {
  kind: 'lease_set';
  key: string;
  worker: string;
  /** Epoch milliseconds, Postgres clock; earlier than asked for where one activation's limit is reached. */
  deadline: number;
}

/** Makes the lease of a job's latest activation end so long from now, be that later or sooner than before. */
export async function setWorkerJobTimeout(
  pg: Queryable,
  on: ReportOn & { timeoutMs: number },
): Promise<LeaseSet | Refused | { kind: 'not_found' }> {
  const transition = await setJobTimeout(pg, on, on.timeoutMs);
  if (transition === null) return { kind: 'not_found' };
  const { before, after } = transition;
  if (after === null) return explainLeaseRefusal(before, on.activationId);
  return { kind: 'lease_set', key: on.key, worker: after.heldBy, deadline: after.deadline };
}
