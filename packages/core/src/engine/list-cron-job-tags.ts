import type { Db } from '../db/client.js';
import { selectCronJobTags, type TagCount } from '../db/queries/cron-jobs.js';

/** The tags of a user's cron jobs, in order, with how many jobs have each. */
export function listCronJobTags(db: Db, userId: string): Promise<TagCount[]> {
  return selectCronJobTags(db, userId);
}
