import { inTransaction, type Database, type Queryable } from '../db/client.js';
import { closeIncident, lockIncident, retryJob } from '../db/queries/resolve-incidents.js';
import type { WorkerJobAccess } from '../domain/worker-job/access.js';
import {
  decideResolution,
  type ResolutionVerdict,
  type ResolutionWish,
} from '../domain/worker-job/decide-resolution.js';

/** Instants are epoch milliseconds of the Postgres clock. */
export type ResolveIncidentOutcome =
  | { kind: 'retried'; workerJobKey: string; retries: number; resolvedAt: number }
  | { kind: 'dismissed'; workerJobKey: string; resolvedAt: number }
  | { kind: 'not_found' }
  | Exclude<ResolutionVerdict, { kind: 'retry' | 'dismiss' }>;

/**
 * Decides about an incident: its job may be activated once more, with variables laid over its own, or stays as it is.
 * Of several decisions at once one counts.
 */
export function resolveIncident(
  { pool }: Pick<Database, 'pool'>,
  access: WorkerJobAccess,
  id: string,
  wish: ResolutionWish,
): Promise<ResolveIncidentOutcome> {
  return inTransaction(pool, async (pg) => {
    const incident = await lockIncident(pg, access, id);
    if (incident === null) return { kind: 'not_found' };
    const verdict = decideResolution(incident, wish);
    if (verdict.kind !== 'retry' && verdict.kind !== 'dismiss') return verdict;
    return carryOut(pg, id, incident.workerJobKey, verdict);
  });
}

async function carryOut(
  pg: Queryable,
  id: string,
  workerJobKey: string,
  verdict: Extract<ResolutionVerdict, { kind: 'retry' | 'dismiss' }>,
): Promise<ResolveIncidentOutcome> {
  const status = verdict.kind === 'retry' ? 'RESOLVED' : 'DISMISSED';
  const resolvedAt = await closeIncident(pg, id, status, verdict.resolution);
  // The lock on the job was taken before the look: nobody can have decided since.
  if (resolvedAt === null) throw new Error(`Incident ${id} was closed by somebody who did not lock its job`);
  if (verdict.kind === 'dismiss') return { kind: 'dismissed', workerJobKey, resolvedAt };
  if (!(await retryJob(pg, workerJobKey, verdict)))
    throw new Error(`Job ${workerJobKey} has an open incident and runs`);
  return { kind: 'retried', workerJobKey, retries: verdict.retries, resolvedAt };
}
