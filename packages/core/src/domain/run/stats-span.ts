/** The spans that figures of runs are told for, and how they are cut. */
export const STATS_SPANS = {
  hour: { buckets: 60, bucketSeconds: 60 },
  day: { buckets: 96, bucketSeconds: 900 },
} as const;

export type StatsSpanName = keyof typeof STATS_SPANS;

export const STATS_SPAN_NAMES = Object.keys(STATS_SPANS) as [StatsSpanName, ...StatsSpanName[]];

/** A span up to now, cut into buckets; `startsMs` are where they begin, epoch milliseconds. */
export interface StatsSpan {
  since: Date;
  until: Date;
  bucketSeconds: number;
  startsMs: number[];
}

/** The last hour or day: whole buckets, so that a figure does not change until its bucket is over, and the one under way. */
export function statsSpan(name: StatsSpanName, now: Date): StatsSpan {
  const { buckets, bucketSeconds } = STATS_SPANS[name];
  const bucketMs = bucketSeconds * 1_000;
  const lastMs = Math.floor(now.getTime() / bucketMs) * bucketMs;
  const startsMs = Array.from({ length: buckets }, (_, i) => lastMs - (buckets - 1 - i) * bucketMs);
  return { since: new Date(startsMs[0] ?? lastMs), until: now, bucketSeconds, startsMs };
}
