import type { TimeRange } from './totals.js';

/** How many jobs were created in a span that begins then, in epoch milliseconds. */
export interface SpanCount {
  from: number;
  count: number;
}

/** Where a page is: so many jobs into these stretches of time, of which each has some; in the order of the page. */
export interface PagePlace {
  ranges: TimeRange[];
  skip: number;
}

/**
 * Narrows a place down to the spans that hold the page's jobs.
 * @param counts of spans within the place's ranges, or also of others.
 */
export function narrowPlace(
  place: PagePlace,
  counts: readonly SpanCount[],
  page: { spanMs: number; limit: number; descending: boolean },
): PagePlace {
  const { spanMs, limit, descending } = page;
  const spans = counts
    .map(({ from, count }) => ({ ranges: overlaps(place.ranges, from, from + spanMs), from, count }))
    .filter(({ ranges }) => ranges.length > 0)
    .sort((a, b) => (descending ? b.from - a.from : a.from - b.from));
  const ranges: TimeRange[] = [];
  let [passed, skip] = [0, 0];
  for (const span of spans) {
    if (passed >= place.skip + limit) break;
    if (passed + span.count <= place.skip) skip += span.count;
    else ranges.push(...span.ranges);
    passed += span.count;
  }
  return { ranges, skip: place.skip - skip };
}

/** What of the ranges lies within a span. */
function overlaps(ranges: readonly TimeRange[], from: number, to: number): TimeRange[] {
  return ranges.flatMap((range) => {
    const start = Math.max(range.from?.getTime() ?? -Infinity, from);
    const end = Math.min(range.to?.getTime() ?? Infinity, to);
    return start < end ? [{ from: new Date(start), to: new Date(end) }] : [];
  });
}
