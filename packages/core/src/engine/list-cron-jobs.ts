import type { Db } from '../db/client.js';
import { selectCronJobs, type CronJob, type CronJobFilter } from '../db/queries/cron-jobs.js';
import { toPage, type Page } from './page.js';

/** A page of a user's cron jobs, newest first. */
export async function listCronJobs(db: Db, filter: CronJobFilter): Promise<Page<CronJob>> {
  return toPage(await selectCronJobs(db, { ...filter, limit: filter.limit + 1 }), filter.limit);
}
