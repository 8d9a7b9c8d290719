import type { WorkerJobSum } from '../../domain/worker-job/statistics.js';
import type { TimelineSum } from '../../domain/worker-job/timeline.js';
import type { SpanCount } from '../../domain/worker-job/page-place.js';
import { DURATION_CLASSES, type RangePlan } from '../../domain/worker-job/totals.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { boundsOf, type WorkerJobFilter } from './worker-job-lists.js';

/** Which worker jobs of a user to add up, and how the time of their creation is taken apart. */
export interface SumFilter extends WorkerJobFilter {
  plan: RangePlan;
}

const CLASSES = Array.from({ length: DURATION_CLASSES }, (_, n) => n);

/** What a row of jobs adds, as a row of the totals would: one that is under way has no times yet. */
const UNDER_WAY = `created_at, type, worker, state, 1::bigint, 0::bigint, 0::bigint, 0::bigint, NULL::integer[]`;
const ENDED = `created_at, type, worker, state, 1::bigint, elapsed_ms(created_at, finished_at),
      elapsed_ms(activated_at, finished_at), failures::bigint, NULL::integer[]`;

/** Tenants, states, type, worker. */
const FITS = `($2::text[] IS NULL OR tenant_id = ANY($2)) AND ($3::text[] IS NULL OR state = ANY($3))
      AND ($4::text IS NULL OR type = $4) AND ($5::text IS NULL OR worker = $5)`;

/**
 * Every job once: what is under way by its own index; ends that are in the totals by these, and row by row in the parts
 * of minutes at the edges; later ends by their transactions. One snapshot sees all of it, and the number that parts the
 * totals from the later ends with it. Ends are looked for by transaction alone, and each edge by itself: otherwise the
 * planner, who cannot know how few they are, may read all the user's jobs.
 */
const PARTS = `
  WITH recent AS MATERIALIZED (
    SELECT user_id, tenant_id, created_at, finished_at, activated_at, failures, type, worker, state FROM worker_jobs
    WHERE finished_xid IS NOT NULL AND finished_xid >= (SELECT before FROM worker_job_roll_up)
    ORDER BY finished_xid
  ),
  parts(created_at, type, worker, state, count, total_ms, processing_ms, failures, histogram) AS MATERIALIZED (
    SELECT ${UNDER_WAY} FROM worker_jobs
    WHERE finished_at IS NULL AND user_id = $1 AND created_at >= $6::timestamptz AND created_at < $7::timestamptz AND ${FITS}
      AND (NOT $8::boolean OR ready)
    UNION ALL
    SELECT ${ENDED} FROM recent
    WHERE user_id = $1 AND created_at >= $6::timestamptz AND created_at < $7::timestamptz AND ${FITS} AND NOT $8::boolean
    UNION ALL
    SELECT edge_jobs.* FROM unnest($9::timestamptz[], $10::timestamptz[]) AS edge(since, until) CROSS JOIN LATERAL (
      SELECT ${ENDED} FROM worker_jobs
      WHERE user_id = $1 AND created_at >= since AND created_at < until AND finished_at IS NOT NULL
        AND finished_xid < (SELECT before FROM worker_job_roll_up) AND ${FITS} AND NOT $8::boolean
      OFFSET 0
    ) edge_jobs
    UNION ALL
    SELECT starts_at, type, nullif(worker, ''), state, count, total_ms, processing_ms, failures, histogram
    FROM unnest($11::int[], $12::timestamptz[], $13::timestamptz[]) AS span(length, since, until)
      JOIN worker_job_totals ON user_id = $1 AND minutes = length AND starts_at >= since AND starts_at < until
    WHERE ${FITS} AND NOT $8::boolean
  )`;

const SUMS = `state, sum(count)::float8 AS count, sum(total_ms)::float8 AS "totalMs",
    sum(processing_ms)::float8 AS "processingMs", sum(failures)::float8 AS failures`;

const BY_STATE = `${PARTS} SELECT ${SUMS} FROM parts GROUP BY state`;

/** Worker jobs by state. */
export async function sumByState(pg: Queryable, filter: SumFilter): Promise<WorkerJobSum[]> {
  const { rows } = await pg.query<WorkerJobSum>({
    name: 'sum-worker-jobs',
    text: BY_STATE,
    values: parameters(filter),
  });
  return rows;
}

const BY_SPAN = `${PARTS}
  SELECT date_bin($14::int * interval '1 minute', created_at, 'epoch') AS from, sum(count)::float8 AS count
  FROM parts GROUP BY 1`;

/** How many worker jobs each span has that has any. No totals of longer spans may be in the filter's plan. */
export async function countBySpan(pg: Queryable, filter: SumFilter, minutes: number): Promise<SpanCount[]> {
  const values = [...parameters(filter), minutes];
  const { rows } = await pg.query<{ from: Date; count: number }>({ name: 'count-by-span', text: BY_SPAN, values });
  return rows.map(({ from, count }) => ({ from: from.getTime(), count }));
}

const BY_SPAN_AND_STATE = `${PARTS}
  SELECT date_bin($14::int * interval '1 minute', created_at, 'epoch') AS from, state, sum(count)::float8 AS count
  FROM parts GROUP BY 1, 2`;

/** As `countBySpan`, by state. */
export async function countBySpanAndState(pg: Queryable, filter: SumFilter, minutes: number): Promise<TimelineSum[]> {
  const values = [...parameters(filter), minutes];
  const { rows } = await pg.query<TimelineSum>({ name: 'count-by-span-and-state', text: BY_SPAN_AND_STATE, values });
  return rows;
}

/** Sums of one type or one worker; both are null in sums of all, the worker's in that of jobs that nobody ever had. */
export interface GroupedSum extends WorkerJobSum {
  by: 'all' | 'type' | 'worker';
  name: string | null;
}

/** Completed jobs by the number of binary digits of their processing time in milliseconds. */
export interface DetailedSums {
  sums: GroupedSum[];
  histogram: number[];
}

const DETAILED = `${PARTS},
  by_both AS MATERIALIZED (
    SELECT type, worker, state, sum(count) AS count, sum(total_ms) AS total_ms, sum(processing_ms) AS processing_ms,
      sum(failures) AS failures
    FROM parts GROUP BY type, worker, state
  )
  SELECT CASE WHEN grouping(type) = 0 THEN 'type' WHEN grouping(worker) = 0 THEN 'worker' ELSE 'all' END AS by,
    CASE WHEN grouping(type) = 0 THEN type WHEN grouping(worker) = 0 THEN worker END AS name, ${SUMS},
    NULL::float8[] AS histogram
  FROM by_both GROUP BY GROUPING SETS ((state), (type, state), (worker, state))
  UNION ALL
  SELECT 'histogram', NULL, 'COMPLETED', 0, 0, 0, 0, ARRAY[${CLASSES.map(
    (n) => `coalesce(sum(histogram[${n + 1}]), 0) + count(*) FILTER (WHERE histogram IS NULL AND class = ${n})`,
  ).join(', ')}]::float8[]
  FROM (SELECT histogram, CASE WHEN histogram IS NULL THEN duration_class(processing_ms) END AS class
    FROM parts WHERE state = 'COMPLETED') completed`;

type DetailedRow = Omit<GroupedSum, 'by'> & { by: GroupedSum['by'] | 'histogram'; histogram: number[] | null };

/** Worker jobs by state: all, by type, and by worker. */
export async function sumInDetail(pg: Queryable, filter: SumFilter): Promise<DetailedSums> {
  const { rows } = await pg.query<DetailedRow>({
    name: 'sum-worker-jobs-in-detail',
    text: DETAILED,
    values: parameters(filter),
  });
  const histogram = rows.find((row) => row.by === 'histogram')?.histogram ?? [];
  return { sums: rows.filter((row): row is DetailedRow & GroupedSum => row.by !== 'histogram'), histogram };
}

function parameters({ userId, tenantIds, states, ready, type, worker, created, plan }: SumFilter): unknown[] {
  return [
    userId,
    tenantIds,
    states ?? null,
    type ?? null,
    worker ?? null,
    created.from?.toISOString() ?? '-infinity',
    created.to?.toISOString() ?? 'infinity',
    ready ?? false,
    ...boundsOf(plan.rows),
    plainArray(plan.totals.map((range) => range.minutes)),
    ...boundsOf(plan.totals),
  ];
}
