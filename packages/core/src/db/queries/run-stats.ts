import { sql } from 'drizzle-orm';
import type { RunState } from '../../domain/run/states.js';
import type { StatsSpan } from '../../domain/run/stats-span.js';
import type { Db } from '../client.js';
import { epochMs, rowsOf } from '../sql.js';

/** Whose runs, and of which cron job; all unless said. */
export interface RunStatsFilter {
  userId: string;
  cronJobId?: string | undefined;
}

/** How many runs of a state were due in a bucket. What has not ended is `queued`. */
export interface RunCount {
  /** Where the bucket begins, epoch milliseconds. */
  atMs: number;
  state: Extract<RunState, 'queued' | 'succeeded' | 'failed' | 'skipped' | 'missed' | 'cancelled'>;
  runs: number;
}

/** The median and the 99th of a hundred; null when there was nothing to measure. */
export type Percentiles = [p50Ms: number, p99Ms: number] | null;

export interface RunFigures {
  counts: RunCount[];
  /** From due to begun, of scheduled runs. */
  lateness: Percentiles;
  /** Of the last call. */
  duration: Percentiles;
}

/** What became of the runs due in a span. Its rows are read once; the bounds are values, so that partitions drop out. */
export async function selectRunFigures(
  db: Db,
  { userId, cronJobId }: RunStatsFilter,
  span: StatsSpan,
): Promise<RunFigures> {
  const since = sql`${span.since.toISOString()}::timestamptz`;
  const ofJob = cronJobId === undefined ? sql`` : sql`AND cron_job_id = ${cronJobId}::uuid`;
  const [row] = await rowsOf<Omit<RunFigures, 'counts'> & { counts: RunCount[] | null }>(
    db,
    sql`WITH seen AS MATERIALIZED (
          SELECT date_bin(${span.bucketSeconds}::float8 * interval '1 second', scheduled_for, ${since}) AS at, state,
            CASE WHEN type = 'AUTO' THEN (extract(epoch FROM started_at - scheduled_for) * 1000)::int8 END AS late, duration_ms
          FROM runs
          WHERE user_id = ${userId} AND scheduled_for >= ${since}
            AND scheduled_for <= ${span.until.toISOString()}::timestamptz ${ofJob}
        )
        SELECT
          (SELECT json_agg(c) FROM (SELECT ${epochMs(sql`at`)} AS "atMs", state, count(*) AS runs FROM seen GROUP BY at, state) c) AS counts,
          (SELECT percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY late::float8) FROM seen) AS lateness,
          (SELECT percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY duration_ms::float8) FROM seen) AS duration`,
  );
  return { lateness: null, duration: null, ...row, counts: row?.counts ?? [] };
}
