/** A value and how often it came. */
export type Weighted = readonly [value: number, times: number];

/** The median and the 99th of a hundred. */
export interface Percentiles {
  p50Ms: number;
  p99Ms: number;
}

/** Of values in any order, each of which may be in it several times; null when there is none. */
export function percentilesOf(values: readonly Weighted[]): Percentiles | null {
  const sorted = [...values].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, times]) => sum + times, 0);
  return total === 0 ? null : { p50Ms: reached(sorted, 0.5 * total), p99Ms: reached(sorted, 0.99 * total) };
}

/** The first value up to which there are so many. */
function reached(sorted: readonly Weighted[], count: number): number {
  let seen = 0;
  const found = sorted.find(([, times]) => (seen += times) >= count);
  return found?.[0] ?? sorted.at(-1)?.[0] ?? 0;
}
