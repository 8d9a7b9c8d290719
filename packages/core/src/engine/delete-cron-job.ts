import type { Db } from '../db/client.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { deleteCronJobRow } from '../db/queries/cron-jobs.js';
import { bookDeleted } from '../db/queries/quota-bookings.js';
import { insertHistory, lockAccount } from '../db/queries/quota-jobs.js';
import type { Actor } from '../domain/audit/actor.js';
import { isCronJobId } from '../domain/ids.js';

/**
 * Removes a cron job. Its ledger rows, its history and what it used of the month stay; runs still queued do not start,
 * because a start joins the cron job. Worker jobs that it has made stay too: workers may have them.
 */
export async function deleteCronJob(
  db: Db,
  options: { quotaTimezone: string },
  input: { userId: string; cronJobId: string; actor: Actor },
): Promise<{ kind: 'deleted' } | { kind: 'not_found' }> {
  const { userId, cronJobId, actor } = input;
  if (!isCronJobId(cronJobId)) return { kind: 'not_found' };
  return db.transaction(async (tx) => {
    // The account before the job, as everywhere: a change of plan holds the account while it waits for its jobs.
    await lockAccount(tx, userId);
    const deleted = await deleteCronJobRow(tx, userId, cronJobId);
    if (deleted === null) return { kind: 'not_found' };
    await bookDeleted(tx, 'cron_job', userId, options.quotaTimezone);
    await insertHistory(tx, { userId, kind: 'cron_job', action: 'deleted', resourceIds: [cronJobId] });
    const details = { name: deleted.name };
    await insertAuditEvents(tx, [{ userId, actor, action: 'cron_job.deleted', resourceId: cronJobId, details }]);
    return { kind: 'deleted' };
  });
}
