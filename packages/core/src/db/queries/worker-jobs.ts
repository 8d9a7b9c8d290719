import { and, eq, inArray, sql } from 'drizzle-orm';
import type { WorkerJobAccess } from '../../domain/worker-job/access.js';
import type { Db } from '../client.js';
import { workerJobs } from '../schema/index.js';

export type WorkerJob = typeof workerJobs.$inferSelect;

/** A job by its key with the Postgres clock, as far as it may be seen. */
export async function selectWorkerJob(
  db: Db,
  { userId, tenantIds }: WorkerJobAccess,
  key: string,
): Promise<{ job: WorkerJob; now: Date } | null> {
  const tenants = tenantIds === null ? undefined : inArray(workerJobs.tenantId, [...tenantIds]);
  if (tenantIds?.length === 0) return null;
  const [row] = await db
    .select({ job: workerJobs, now: sql<Date>`clock_timestamp()`.mapWith(workerJobs.createdAt) })
    .from(workerJobs)
    .where(and(eq(workerJobs.key, key), eq(workerJobs.userId, userId), tenants));
  return row ?? null;
}
