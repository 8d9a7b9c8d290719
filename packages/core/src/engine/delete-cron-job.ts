import type { Db } from '../db/client.js';
import { deleteCronJobRow } from '../db/queries/cron-jobs.js';
import { bookDeletedJob, insertHistory } from '../db/queries/quota-jobs.js';
import { isCronJobId } from '../domain/ids.js';

/**
 * Removes a cron job. Its ledger rows, its history and what it used of the month stay; runs still queued do not start,
 * because a start joins the cron job.
 */
export async function deleteCronJob(
  db: Db,
  options: { quotaTimezone: string },
  input: { userId: string; cronJobId: string },
): Promise<{ kind: 'deleted' } | { kind: 'not_found' }> {
  const { userId, cronJobId } = input;
  if (!isCronJobId(cronJobId)) return { kind: 'not_found' };
  return db.transaction(async (tx) => {
    if (!(await deleteCronJobRow(tx, userId, cronJobId))) return { kind: 'not_found' };
    await bookDeletedJob(tx, userId, options.quotaTimezone);
    await insertHistory(tx, { userId, kind: 'cron_job', action: 'deleted', resourceIds: [cronJobId] });
    return { kind: 'deleted' };
  });
}
