/** The spans of time that totals are kept for, in minutes, each a multiple of the one before: minute, hour and UTC day. */
export const SPANS_MINUTES = [1, 60, 1_440] as const;

/** Durations are counted by their number of binary digits in milliseconds: 0, 1, 2–3, 4–7, … up to 30 digits. */
export const DURATION_CLASSES = 31;

/** A stretch of time, its end not included; null is without a bound. */
export interface TimeRange {
  from: Date | null;
  to: Date | null;
}

/** A stretch that totals of one span make up exactly. */
export interface TotalsRange extends TimeRange {
  minutes: number;
}

/** How a stretch of time is added up. */
export interface RangePlan {
  totals: TotalsRange[];
  /** The rest at the edges, less than a minute each, which is counted row by row. */
  rows: TimeRange[];
}

interface Stretch {
  from: number;
  to: number;
}

/**
 * Takes a stretch of time apart into as few spans as possible: days inside, hours around them, then minutes, then rows.
 * @param longest leaves out longer spans than this.
 */
export function planRange(range: TimeRange, longest: number = SPANS_MINUTES[SPANS_MINUTES.length - 1] ?? 1): RangePlan {
  let inner: Stretch = { from: range.from?.getTime() ?? -Infinity, to: range.to?.getTime() ?? Infinity };
  const edges: Stretch[][] = [];
  for (const minutes of SPANS_MINUTES.filter((length) => length <= longest)) {
    const whole = wholeSpans(inner, minutes * 60_000);
    edges.push(around(inner, whole));
    inner = whole;
  }
  const [rows = [], ...totals] = [...edges, [inner]];
  return {
    rows: rows.filter(isLong).map(toRange),
    totals: SPANS_MINUTES.flatMap((minutes, n) =>
      (totals[n] ?? []).filter(isLong).map((stretch) => ({ ...toRange(stretch), minutes })),
    ),
  };
}

/** The spans that lie wholly within; an empty stretch at the beginning when none does. */
function wholeSpans({ from, to }: Stretch, spanMs: number): Stretch {
  const whole = { from: Math.ceil(from / spanMs) * spanMs, to: Math.floor(to / spanMs) * spanMs };
  return whole.from < whole.to ? whole : { from, to: from };
}

const around = (outer: Stretch, inner: Stretch): Stretch[] => [
  { from: outer.from, to: inner.from },
  { from: inner.to, to: outer.to },
];

const isLong = ({ from, to }: Stretch): boolean => from < to;

const toRange = ({ from, to }: Stretch): TimeRange => ({ from: toDate(from), to: toDate(to) });

const toDate = (ms: number): Date | null => (Number.isFinite(ms) ? new Date(ms) : null);
