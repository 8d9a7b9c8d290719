import type { Db } from '../db/client.js';
import { selectCronJob } from '../db/queries/cron-jobs.js';
import type { ClaimedDelivery } from '../db/queries/deliver-webhooks.js';
import { selectRun, type LedgerRun } from '../db/queries/ledger-reads.js';
import { buildPayload, type ToldRun } from '../domain/webhook/payload.js';
import { describeReason } from '../messages/describe-reason.js';

/**
 * Makes the text of a delivery from its cron job and run as they stand now; null when the cron job, and the delivery with
 * it, has been deleted. A run whose log was deleted is told without it.
 */
export async function tellPayload(db: Db, delivery: ClaimedDelivery): Promise<string | null> {
  const { id, webhookId, userId, cronJobId, runId, event, scheduledForMs, nowMs } = delivery;
  const job = await selectCronJob(db, userId, cronJobId);
  if (job === null) return null;
  const run = await selectRun(db, userId, runId);
  return buildPayload({
    deliveryId: id,
    webhookId,
    event,
    runId,
    scheduledFor: new Date(scheduledForMs),
    job,
    run: run && toTold(run),
    sendAt: new Date(nowMs),
  });
}

/** In English, like other sentences that programs get: whoever reads it is not known. */
function toTold(run: LedgerRun): ToldRun {
  const { errorCode, errorMessage, reason } = run;
  return {
    ...run,
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
    reason: reason && { code: reason.code, message: describeReason(reason, 'en') },
  };
}
