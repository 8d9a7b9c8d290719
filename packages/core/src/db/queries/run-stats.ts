import { sql, type SQL } from 'drizzle-orm';
import type { Weighted } from '../../domain/run/percentiles.js';
import type { RunState } from '../../domain/run/states.js';
import type { Db } from '../client.js';
import { epochMs, rowsOf } from '../sql.js';

/** Whose runs, and of which cron job; all unless said. */
export interface RunStatsFilter {
  userId: string;
  cronJobId?: string | undefined;
}

/** Runs due at or after an instant and before another, in buckets that are counted from the first. */
export interface BucketedSpan {
  since: Date;
  until: Date;
  bucketSeconds: number;
}

/** How many runs of a state were due in a bucket. What has not ended is `queued`. */
export interface RunCount {
  /** Where the bucket begins, epoch milliseconds. */
  atMs: number;
  state: Extract<RunState, 'queued' | 'succeeded' | 'failed' | 'skipped' | 'missed' | 'cancelled'>;
  runs: number;
}

/** Values are exact below a second, and to three digits above. */
export interface RunFigures {
  counts: RunCount[];
  /** From due to begun, of scheduled runs. */
  lateness: Weighted[];
  /** Of the last call. */
  durations: Weighted[];
}

/**
 * What became of the runs due in a span. Its rows are read once; the bounds are values, so that partitions drop out. The
 * planner expects far more groups than there are, and would sort all rows on disk unless it is told that they have room.
 */
export function selectRunFigures(db: Db, filter: RunStatsFilter, span: BucketedSpan): Promise<RunFigures> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL work_mem = '32MB'`);
    return count(tx, filter, span);
  });
}

async function count(db: Db, { userId, cronJobId }: RunStatsFilter, span: BucketedSpan): Promise<RunFigures> {
  const since = sql`${span.since.toISOString()}::timestamptz`;
  const ofJob = cronJobId === undefined ? sql`` : sql`AND cron_job_id = ${cronJobId}::uuid`;
  const [row] = await rowsOf<RunFigures>(
    db,
    sql`WITH counted AS (
          SELECT at, state, late, took, grouping(at) AS no_at, grouping(late) AS no_late, grouping(took) AS no_took, count(*) AS runs
          FROM (
            SELECT date_bin(${span.bucketSeconds}::float8 * interval '1 second', scheduled_for, ${since}) AS at, state,
              CASE WHEN type = 'AUTO' THEN (date_part('epoch', started_at - scheduled_for) * 1000)::int8 END AS late,
              duration_ms AS took
            FROM runs
            WHERE user_id = ${userId} AND scheduled_for >= ${since}
              AND scheduled_for < ${span.until.toISOString()}::timestamptz ${ofJob}
          ) AS r
          GROUP BY GROUPING SETS ((at, state), (late), (took))
        )
        SELECT
          (SELECT coalesce(json_agg(json_build_object('atMs', ${epochMs(sql`at`)}, 'state', state, 'runs', runs)), '[]')
            FROM counted WHERE no_at = 0) AS counts,
          (${weighted(sql`late`)} WHERE no_late = 0 AND late IS NOT NULL GROUP BY 1) AS w) AS lateness,
          (${weighted(sql`took`)} WHERE no_took = 0 AND took IS NOT NULL GROUP BY 1) AS w) AS durations`,
  );
  return row ?? { counts: [], lateness: [], durations: [] };
}

/** To three digits from a second on, so that there are never many different ones. */
function weighted(ms: SQL): SQL {
  return sql`SELECT coalesce(json_agg(json_build_array(value, runs)), '[]') FROM (
    SELECT CASE WHEN ${ms} < 1000 THEN ${ms} WHEN ${ms} < 10000 THEN ${ms} / 10 * 10
      WHEN ${ms} < 100000 THEN ${ms} / 100 * 100 ELSE ${ms} / 1000 * 1000 END AS value, sum(runs) AS runs FROM counted`;
}
