import type { WorkerJobSum } from './statistics.js';
import { totalWorkerJobs } from './statistics.js';
import type { TimeRange } from './totals.js';

/** How the periods that a timeline tells of are cut; spans of totals of more than `longestMinutes` would cross a cut. */
export const TIMELINES = {
  '1h': { seconds: 3_600, bucketMinutes: 1, longestMinutes: 1 },
  '24h': { seconds: 86_400, bucketMinutes: 60, longestMinutes: 60 },
  '7d': { seconds: 604_800, bucketMinutes: 360, longestMinutes: 60 },
  '30d': { seconds: 2_592_000, bucketMinutes: 1_440, longestMinutes: 1_440 },
} as const;

export type TimelinePeriod = keyof typeof TIMELINES;

/** Jobs that were created in one bucket of time, by what has become of them. */
export interface TimelineBucket {
  at: Date;
  waiting: number;
  active: number;
  completed: number;
  failed: number;
  cancelled: number;
}

/** A bucket's jobs of one state. */
export interface TimelineSum extends Pick<WorkerJobSum, 'state' | 'count'> {
  from: Date;
}

/** The stretch that a period's buckets cover: whole ones, the last of them under way. */
export function timelineRange(period: TimelinePeriod, now: Date): TimeRange & { from: Date } {
  const { seconds, bucketMinutes } = TIMELINES[period];
  const bucketMs = bucketMinutes * 60_000;
  const last = Math.floor(now.getTime() / bucketMs) * bucketMs;
  return { from: new Date(last + bucketMs - seconds * 1_000), to: null };
}

/** Every bucket from the first to the one under way, those without jobs included. */
export function cutTimeline(period: TimelinePeriod, now: Date, sums: readonly TimelineSum[]): TimelineBucket[] {
  const { seconds, bucketMinutes } = TIMELINES[period];
  const { from } = timelineRange(period, now);
  const byStart = groupByStart(sums);
  return Array.from({ length: seconds / 60 / bucketMinutes }, (_, n) => {
    const at = from.getTime() + n * bucketMinutes * 60_000;
    const counts = (byStart.get(at) ?? []).map((sum) => ({ ...sum, totalMs: 0, processingMs: 0, failures: 0 }));
    const { waiting, active, completed, failed, errorsThrown, cancelled } = totalWorkerJobs(counts);
    return { at: new Date(at), waiting, active, completed, failed: failed + errorsThrown, cancelled };
  });
}

function groupByStart(sums: readonly TimelineSum[]): Map<number, TimelineSum[]> {
  const groups = new Map<number, TimelineSum[]>();
  for (const sum of sums) groups.set(sum.from.getTime(), [...(groups.get(sum.from.getTime()) ?? []), sum]);
  return groups;
}
