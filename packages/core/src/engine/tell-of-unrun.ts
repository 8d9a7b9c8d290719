import type { Db } from '../db/client.js';
import type { NewRun } from '../db/queries/claim-due.js';
import { selectEnteredRuns } from '../db/queries/enter-deliveries.js';
import { enterDeliveries } from './enter-deliveries.js';

/**
 * Enters what webhooks are to be told of due instants and wishes that are not carried out; part of the transaction that
 * has entered them in the ledger.
 * @param jobs the cron jobs of the runs. Where none of them has a webhook nothing is asked.
 */
export async function tellOfUnrun(
  tx: Db,
  runs: readonly NewRun[],
  jobs: readonly { id: string; hasWebhook: boolean }[],
): Promise<void> {
  const listening = new Set(jobs.filter((job) => job.hasWebhook).map((job) => job.id));
  if (listening.size === 0) return;
  const unrun = runs.filter((run) => run.state !== 'queued' && listening.has(run.cronJobId));
  if (unrun.length === 0) return;
  // A due instant that the ledger had already was dealt with, and told of, before.
  const entered = await selectEnteredRuns(
    tx,
    unrun.map((run) => run.id),
  );
  const told = unrun.filter((run) => entered.has(run.id));
  await enterDeliveries(
    tx,
    told.map(({ id, cronJobId }) => ({ kind: 'skipped', cronJobId, runId: id })),
  );
}
