import type { Db } from '../db/client.js';
import { selectRunOutcomes, type CronJobOutcomes } from '../db/queries/run-outcomes.js';
import { isCronJobId } from '../domain/ids.js';

/** The last runs of cron jobs, in the order asked for. What is not the user's, or no id at all, is left out. */
export async function listRunOutcomes(
  db: Db,
  { userId, cronJobIds, limit }: { userId: string; cronJobIds: readonly string[]; limit: number },
): Promise<CronJobOutcomes[]> {
  const wanted = [...new Set(cronJobIds)].filter(isCronJobId);
  const found = await selectRunOutcomes(db, { userId, cronJobIds: wanted, limit });
  const byJob = new Map(found.map((each) => [each.jobId, each]));
  return wanted.flatMap((id) => byJob.get(id) ?? []);
}
