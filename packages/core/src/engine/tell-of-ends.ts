import { dbOn, type Queryable } from '../db/client.js';
import { countFailuresBefore, type EndedRun } from '../domain/webhook/decide-events.js';
import { enterDeliveries } from './enter-deliveries.js';

/**
 * Enters what webhooks are to be told of runs that this transaction has ended. Of a group without webhooks nothing is
 * asked.
 * @param ended in the order they ended.
 * @param before each cron job's failures in a row before them, as `noteVerdicts` gives them.
 */
export async function tellOfEnds(
  pg: Queryable,
  ended: readonly (EndedRun & { hasWebhook: boolean })[],
  before: ReadonlyMap<string, number>,
): Promise<void> {
  if (!ended.some((run) => run.hasWebhook)) return;
  const told = countFailuresBefore(ended, before).filter((run) => run.hasWebhook);
  await enterDeliveries(
    dbOn(pg),
    told.map(({ runId, cronJobId, state, failuresBefore }) => ({ kind: state, runId, cronJobId, failuresBefore })),
  );
}
