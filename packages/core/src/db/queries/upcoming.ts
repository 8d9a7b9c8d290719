import { sql } from 'drizzle-orm';
import type { PolicyChoices } from '../../domain/policy/run-policy.js';
import type { Db } from '../client.js';
import { rowsOf } from '../sql.js';

/** Cron jobs that are due at the same instants. */
export interface UpcomingGroup {
  schedule: string;
  timezone: string;
  dstGap: 'shift' | 'skip';
  dstFold: 'first' | 'second' | 'both';
  /** Of their policy, what decides when they are due. */
  policy: Pick<PolicyChoices, 'startAt' | 'endAt' | 'jitterSeconds' | 'pausedUntil'>;
  /** The one cron job that it is where each has a delay of its own; null where they share their instants. */
  id: string | null;
  targets: UpcomingTarget[];
}

/** How many of a group's cron jobs have a target. */
export interface UpcomingTarget {
  /** The URL up to its path; null where a worker job is made. */
  origin: string | null;
  workerType: string | null;
  jobs: number;
}

/**
 * A user's cron jobs that are due before an instant, those together that a timetable is worked out for once; the
 * soonest first.
 */
export function selectUpcomingGroups(
  db: Db,
  { userId, until, limit }: { userId: string; until: Date; limit: number },
): Promise<UpcomingGroup[]> {
  return rowsOf<UpcomingGroup>(
    db,
    sql`SELECT schedule, timezone, dst_gap AS "dstGap", dst_fold AS "dstFold", timing AS policy, own_id AS id,
          json_agg(json_build_object('origin', origin, 'workerType', worker_type, 'jobs', jobs)) AS targets
        FROM (
          SELECT schedule, timezone, dst_gap, dst_fold,
            jsonb_strip_nulls(jsonb_build_object('startAt', policy->'startAt', 'endAt', policy->'endAt',
              'jitterSeconds', policy->'jitterSeconds', 'pausedUntil', policy->'pausedUntil')) AS timing,
            CASE WHEN (policy->>'jitterSeconds')::int > 0 THEN id END AS own_id,
            substring(url FROM '^[^:]*:[/\\\\]*[^/\\\\?#]*') AS origin, target->>'type' AS worker_type,
            count(*) AS jobs, min(next_run_at) AS next
          FROM cron_jobs WHERE user_id = ${userId} AND enabled AND next_run_at < ${until.toISOString()}::timestamptz
          GROUP BY schedule, timezone, dst_gap, dst_fold, timing, own_id, origin, worker_type
        ) AS g
        GROUP BY schedule, timezone, dst_gap, dst_fold, timing, own_id
        ORDER BY min(next) LIMIT ${limit}`,
  );
}
