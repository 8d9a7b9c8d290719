import { inSnapshot, type Pool } from '../db/client.js';
import { readClockBy } from '../db/queries/clock.js';
import { countBySpanAndState } from '../db/queries/worker-job-sums.js';
import type { WorkerJobAccess } from '../domain/worker-job/access.js';
import {
  cutTimeline,
  TIMELINES,
  timelineRange,
  type TimelineBucket,
  type TimelinePeriod,
} from '../domain/worker-job/timeline.js';
import { planRange } from '../domain/worker-job/totals.js';

/** Whose worker jobs, which, and over which time before now. */
export interface TimelineOf extends WorkerJobAccess {
  type?: string | undefined;
  worker?: string | undefined;
  period: TimelinePeriod;
}

/** How many worker jobs were created in each bucket of a period, and what has become of them. */
export function readWorkerJobTimeline(pool: Pool, of: TimelineOf): Promise<TimelineBucket[]> {
  const { bucketMinutes, longestMinutes } = TIMELINES[of.period];
  return inSnapshot(pool, async (pg) => {
    const now = await readClockBy(pg);
    const created = timelineRange(of.period, now);
    const plan = planRange(created, longestMinutes);
    return cutTimeline(of.period, now, await countBySpanAndState(pg, { ...of, created, plan }, bucketMinutes));
  });
}
