import type { Timetable } from '../schedule/next-fire.js';

const MINUTE_MS = 60_000;

/** The minutes of a forecast: the one under way, of which only what is left counts, and those after it. */
export interface ForecastSpan {
  /** Strictly after this instant. */
  since: Date;
  /** Where the first minute begins, epoch milliseconds. */
  startMs: number;
  minutes: number;
}

/** The forecast of so many minutes from now on. */
export function forecastSpan(now: Date, minutes: number): ForecastSpan {
  return { since: now, startMs: Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS, minutes };
}

/** Where a minute of the forecast begins; the one after the last is where it ends. */
export const minuteAt = ({ startMs }: ForecastSpan, minute: number): Date => new Date(startMs + minute * MINUTE_MS);

/** How often a timetable is due in each minute, by minute. */
export interface FiringsPerMinute {
  counts: Map<number, number>;
  /** Instants that were worked out. */
  instants: number;
  /** There are more, beyond the most that were asked for. */
  isCut: boolean;
}

/** Works a timetable out for a forecast; what is due before a pause ends is not run, so it does not count. */
export function firingsPerMinute(
  timetable: Timetable,
  span: ForecastSpan,
  { pausedUntil, most }: { pausedUntil: string | null; most: number },
): FiringsPerMinute {
  const endMs = minuteAt(span, span.minutes).getTime();
  const pauseMs = pausedUntil === null ? -Infinity : Date.parse(pausedUntil);
  const counts = new Map<number, number>();
  // The timetable answers strictly after, and the end of a pause itself is due.
  let after = new Date(Math.max(span.since.getTime(), pauseMs - 1));
  for (let instants = 0; ; instants++) {
    const at = timetable.next(after)?.at ?? null;
    if (at === null || at.getTime() >= endMs) return { counts, instants, isCut: false };
    if (instants >= most) return { counts, instants, isCut: true };
    const minute = Math.floor((at.getTime() - span.startMs) / MINUTE_MS);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
    after = at;
  }
}
