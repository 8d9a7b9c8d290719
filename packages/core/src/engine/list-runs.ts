import type { Db } from '../db/client.js';
import { selectRuns, type LedgerRun, type RunFilter } from '../db/queries/ledger-reads.js';
import { isCronJobId } from '../domain/ids.js';
import { toPage, type Page } from './page.js';

/** A page of a user's runs, latest due instant first. An id that no cron job can have has no runs. */
export async function listRuns(db: Db, filter: RunFilter): Promise<Page<LedgerRun>> {
  if (filter.cronJobId !== undefined && !isCronJobId(filter.cronJobId)) return { items: [], nextId: null };
  return toPage(await selectRuns(db, { ...filter, limit: filter.limit + 1 }), filter.limit);
}
