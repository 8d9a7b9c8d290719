import { inSnapshot, type Pool } from '../db/client.js';
import { sumInDetail, type GroupedSum } from '../db/queries/worker-job-sums.js';
import type { WorkerJobAccess } from '../domain/worker-job/access.js';
import { percentileMs, totalWorkerJobs, type WorkerJobFigures } from '../domain/worker-job/statistics.js';
import { planRange } from '../domain/worker-job/totals.js';
import { resolveSpan } from './created-within.js';

/** Whose worker jobs to add up, and which. */
export interface StatisticsOf extends WorkerJobAccess {
  type?: string | undefined;
  worker?: string | undefined;
  /** Created within so many seconds before now. */
  withinSeconds?: number | undefined;
}

/** The figures of one type or one worker. */
export interface NamedFigures extends WorkerJobFigures {
  name: string;
}

export interface WorkerJobStatistics {
  all: WorkerJobFigures;
  /** Those with most jobs first. */
  types: NamedFigures[];
  workers: NamedFigures[];
  /** Estimates, in milliseconds, of the processing time of completed jobs; null when there are none. */
  percentiles: { p50: number | null; p95: number | null; p99: number | null };
}

/** Workers' names may be as many as there have been processes. */
const MOST_NAMES = 100;

/** What a user's worker jobs come to: all, by type, by worker, and how long they take. */
export function readWorkerJobStatistics(pool: Pool, of: StatisticsOf): Promise<WorkerJobStatistics> {
  return inSnapshot(pool, async (pg) => {
    const created = await resolveSpan(pg, of);
    const { sums, histogram } = await sumInDetail(pg, { ...of, created, plan: planRange(created) });
    return {
      all: totalWorkerJobs(sums.filter((sum) => sum.by === 'all')),
      types: byName(sums, 'type'),
      workers: byName(sums, 'worker'),
      percentiles: {
        p50: percentileMs(histogram, 0.5),
        p95: percentileMs(histogram, 0.95),
        p99: percentileMs(histogram, 0.99),
      },
    };
  });
}

function byName(sums: readonly GroupedSum[], by: 'type' | 'worker'): NamedFigures[] {
  const groups = new Map<string, GroupedSum[]>();
  for (const sum of sums) {
    if (sum.by !== by || sum.name === null) continue;
    const group = groups.get(sum.name);
    if (group === undefined) groups.set(sum.name, [sum]);
    else group.push(sum);
  }
  return [...groups]
    .map(([name, group]) => ({ name, ...totalWorkerJobs(group) }))
    .sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_NAMES);
}
