import type { Db } from '../db/client.js';
import { selectLatestIncident, type Incident } from '../db/queries/incident-lists.js';
import { selectWorkerJob, type WorkerJob } from '../db/queries/worker-jobs.js';
import type { WorkerJobAccess } from '../domain/worker-job/access.js';

/** A job with all there is to tell about it. */
export interface FoundWorkerJob {
  job: WorkerJob;
  /** The latest; null when it never had one. */
  incident: Incident | null;
  /** The Postgres clock, by which a lease's rest is told. */
  now: Date;
}

/** A job by its key. Another user's, a missing one and one of a tenant that may not be seen are the same: null. */
export async function findWorkerJob(db: Db, access: WorkerJobAccess, key: string): Promise<FoundWorkerJob | null> {
  const found = await selectWorkerJob(db, access, key);
  return found === null ? null : { ...found, incident: await selectLatestIncident(db, key) };
}
