import { inSnapshot, type Pool, type Queryable } from '../db/client.js';
import {
  selectWorkerJobs,
  type ListedWorkerJob,
  type WorkerJobFilter,
  type WorkerJobPage,
} from '../db/queries/worker-job-lists.js';
import { countBySpan, sumByState } from '../db/queries/worker-job-sums.js';
import { narrowPlace, type PagePlace } from '../domain/worker-job/page-place.js';
import { hasEnded } from '../domain/worker-job/states.js';
import { totalWorkerJobs, type WorkerJobFigures } from '../domain/worker-job/statistics.js';
import { planRange, SPANS_MINUTES } from '../domain/worker-job/totals.js';
import { resolveSpan, type CreatedWithin } from './created-within.js';

export type WorkerJobSelection = Omit<WorkerJobFilter, 'created'> & CreatedWithin;

export interface WorkerJobListing {
  jobs: ListedWorkerJob[];
  /** Of all jobs that the filter has, on whatever page. */
  summary: WorkerJobFigures;
}

/** A page of a user's worker jobs, and how all of them stand at the same moment. */
export function listWorkerJobs(
  pool: Pool,
  selection: WorkerJobSelection,
  page: WorkerJobPage,
): Promise<WorkerJobListing> {
  return inSnapshot(pool, async (pg) => {
    const created = await resolveSpan(pg, selection);
    const filter = { ...selection, created };
    const summary = totalWorkerJobs(await sumByState(pg, { ...filter, plan: planRange(created) }));
    if (page.offset >= summary.total) return { jobs: [], summary };
    const jobs = await selectWorkerJobs(pg, filter, isFar(filter, page) ? await locatePage(pg, filter, page) : page);
    return { jobs, summary };
  });
}

/** So many rows are passed over sooner than their place is found. */
const NEAR_ROWS = 1_000;

/** True when many rows may lie before the page's, or between them. */
function isFar(
  { tenantIds, states, type, worker }: WorkerJobFilter,
  { offset, limit, sortBy }: WorkerJobPage,
): boolean {
  const isUnderWay = states?.every((state) => !hasEnded(state)) === true;
  const isSparse = [tenantIds, states, type, worker].some((given) => given !== null && given !== undefined);
  return sortBy === 'created_at' && !isUnderWay && (isSparse || offset + limit > NEAR_ROWS);
}

/** Finds the minutes that hold a page's jobs by counting days, then the hours of those that it lies in, then minutes. */
async function locatePage(pg: Queryable, filter: WorkerJobFilter, page: WorkerJobPage): Promise<WorkerJobPage> {
  let place: PagePlace = { ranges: [filter.created], skip: page.offset };
  for (const minutes of [...SPANS_MINUTES].reverse()) {
    const plans = place.ranges.map((range) => planRange(range, minutes));
    const plan = { rows: plans.flatMap(({ rows }) => rows), totals: plans.flatMap(({ totals }) => totals) };
    const counts = await countBySpan(pg, { ...filter, plan }, minutes);
    place = narrowPlace(place, counts, { spanMs: minutes * 60_000, ...page });
  }
  return { ...page, offset: place.skip, within: place.ranges };
}
