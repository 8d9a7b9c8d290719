import type { Db } from '../db/client.js';
import {
  selectWorkerJobs,
  summarizeWorkerJobs,
  type ListedWorkerJob,
  type WorkerJobFilter,
  type WorkerJobPage,
  type WorkerJobSummary,
} from '../db/queries/worker-job-lists.js';

export interface WorkerJobListing {
  jobs: ListedWorkerJob[];
  /** Of all jobs that the filter has, on whatever page. */
  summary: WorkerJobSummary;
}

/** A page of a user's worker jobs, and how all of them stand. */
export async function listWorkerJobs(db: Db, filter: WorkerJobFilter, page: WorkerJobPage): Promise<WorkerJobListing> {
  const [jobs, summary] = await Promise.all([selectWorkerJobs(db, filter, page), summarizeWorkerJobs(db, filter)]);
  return { jobs, summary };
}
