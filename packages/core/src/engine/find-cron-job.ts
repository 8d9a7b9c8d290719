import type { Db } from '../db/client.js';
import { selectCronJob, type CronJob } from '../db/queries/cron-jobs.js';
import { isCronJobId } from '../domain/ids.js';

/** A user's cron job. Another user's, a missing one and a malformed id are the same: null. */
export function findCronJob(db: Db, userId: string, cronJobId: string): Promise<CronJob | null> {
  return isCronJobId(cronJobId) ? selectCronJob(db, userId, cronJobId) : Promise.resolve(null);
}
