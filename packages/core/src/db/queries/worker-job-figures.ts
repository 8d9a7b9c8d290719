import type { Queryable } from '../client.js';

/** How the worker jobs of one type stand, over all users. */
export interface WorkerJobFigures {
  type: string;
  /** May be activated now. */
  waiting: number;
  active: number;
  /** Of the waiting job that has waited longest; 0 when none waits. */
  oldestSeconds: number;
}

/** The types that have most, since each becomes series of metrics. */
const MAX_TYPES = 100;

/** Counts by two partial indexes, whose predicates are written as they have them. */
const FIGURES = `
  SELECT type, count(*) FILTER (WHERE ready)::int AS waiting, count(*) FILTER (WHERE NOT ready)::int AS active,
    coalesce(extract(epoch FROM statement_timestamp() - min(available_at) FILTER (WHERE ready)), 0)::float8 AS "oldestSeconds"
  FROM (
    SELECT type, ready, available_at FROM worker_jobs WHERE ready
    UNION ALL
    SELECT type, ready, available_at FROM worker_jobs WHERE state = 'ACTIVE'
  ) unfinished
  GROUP BY type ORDER BY count(*) DESC, type LIMIT ${MAX_TYPES}`;

/** What waits and what is being worked on, by type. */
export async function readWorkerJobFigures(pg: Queryable): Promise<WorkerJobFigures[]> {
  const { rows } = await pg.query<WorkerJobFigures>({ name: 'worker-job-figures', text: FIGURES });
  return rows;
}
