import type { Queryable } from '../db/client.js';
import { newId } from '../db/ids.js';
import {
  activateReadyJobs,
  releaseJobs,
  type ActivatedWorkerJob,
  type ActivationRequest,
} from '../db/queries/activate-worker-jobs.js';
import { pickVariables } from '../domain/worker-job/variables.js';

export type { ActivatedWorkerJob };

/** What a worker asks for. */
export interface ActivationWish extends Omit<ActivationRequest, 'afterTenant'> {
  /** The variables it wants; an empty list is all. */
  fetchVariables: readonly string[];
}

/**
 * Hands out what is ready, at once. All jobs of one call carry the same activation id.
 * @param afterTenant the tenant served last; `''` when none was.
 */
export async function activateWorkerJobs(
  pg: Queryable,
  wish: ActivationWish,
  afterTenant: string,
): Promise<ActivatedWorkerJob[]> {
  if (wish.tenantIds?.length === 0) return [];
  const jobs = await activateReadyJobs(pg, { ...wish, afterTenant }, newId());
  if (wish.fetchVariables.length === 0) return jobs;
  return jobs.map((job) => ({ ...job, variables: pickVariables(job.variables, wish.fetchVariables) }));
}

/**
 * Gives jobs back that did not reach the worker they were activated for: they are ready again at once, and neither a retry
 * nor a lease is counted. What has been given to somebody else since stays with them.
 * @returns how many went back.
 */
export async function releaseWorkerJobs(pg: Queryable, jobs: readonly ActivatedWorkerJob[]): Promise<number> {
  const keys = new Map<string, string[]>();
  for (const { activationId, key } of jobs) keys.set(activationId, [...(keys.get(activationId) ?? []), key]);
  const counts = await Promise.all([...keys].map(([activationId, own]) => releaseJobs(pg, own, activationId)));
  return counts.reduce((sum, count) => sum + count, 0);
}
