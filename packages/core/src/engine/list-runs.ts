import type { Db } from '../db/client.js';
import { selectRunAtPlace, selectRuns, type LedgerRun, type RunFilter } from '../db/queries/ledger-reads.js';
import { isCronJobId } from '../domain/ids.js';
import { toPage, type Page } from './page.js';

/**
 * Rows of the ledger that one page looks through. No index has the outcome of runs: an update of what is indexed would
 * cost every run a second copy. So what is rare is searched for, and a million rows take a second.
 */
const MOST_EXAMINED = 50_000;

/**
 * A page of a user's runs, latest due instant first. An id that no cron job can have has no runs. One that is looked for
 * by what became of the runs may be short, or empty, and yet have a next one.
 */
export async function listRuns(db: Db, filter: RunFilter, mostExamined = MOST_EXAMINED): Promise<Page<LedgerRun>> {
  if (filter.cronJobId !== undefined && !isCronJobId(filter.cronJobId)) return { items: [], nextId: null };
  const lastId = isSearch(filter) ? await selectRunAtPlace(db, filter, mostExamined) : null;
  const bounded = lastId === null ? filter : { ...filter, lastId };
  const page = toPage(await selectRuns(db, { ...bounded, limit: filter.limit + 1 }), filter.limit);
  return { ...page, nextId: page.nextId ?? lastId };
}

/** True where the rows must be looked at one by one. */
function isSearch({ status, successful, type, state }: RunFilter): boolean {
  return [status, successful, type, state].some((wanted) => wanted !== undefined);
}
