import { Temporal } from 'temporal-polyfill';

/** A stretch of time during which a zone keeps one offset. Everything in milliseconds; offsets are wall − UTC. */
export interface ZoneSpan {
  /** First instant of the stretch, −Infinity if the zone never had another offset. */
  readonly startMs: number;
  /** First instant after it, +Infinity if no change is known. */
  readonly endMs: number;
  readonly offsetMs: number;
  readonly offsetBeforeMs: number;
  readonly offsetAfterMs: number;
  /** `+09:00`; seconds only where the zone had them. */
  readonly offsetText: string;
}

/** Answers which stretch an instant (ms) falls in. */
export type SpanFinder = (instantMs: number) => ZoneSpan;

/** About 500 years of a zone with two changes a year; a preview far away must not grow the cache for ever. */
const MAX_SPANS = 1_000;

const finders = new Map<string, SpanFinder>();

/**
 * The offsets of a zone, remembered for the life of the process: asking Temporal costs about 1 ms a stretch, asking
 * again a comparison. Zone rules come with the process and cannot change under us.
 * @throws RangeError if Temporal does not know the zone; ask `isTimeZone` first.
 */
export function spanFinder(timeZone: string): SpanFinder {
  const known = finders.get(timeZone);
  if (known) return known;
  const finder = rememberingFinder(timeZone);
  finder(0);
  finders.set(timeZone, finder);
  return finder;
}

function rememberingFinder(timeZone: string): SpanFinder {
  let spans: ZoneSpan[] = [];
  let latest: ZoneSpan | undefined;
  return (instantMs) => {
    if (latest && holds(latest, instantMs)) return latest;
    latest = spans.find((span) => holds(span, instantMs));
    if (!latest) {
      latest = askTemporal(timeZone, instantMs);
      spans = [...spans.slice(1 - MAX_SPANS), latest];
    }
    return latest;
  };
}

function holds(span: ZoneSpan, instantMs: number): boolean {
  return span.startMs <= instantMs && instantMs < span.endMs;
}

function askTemporal(timeZone: string, instantMs: number): ZoneSpan {
  const inZone = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const offsetAt = (ms: number) => inZone(ms).offsetNanoseconds / 1_000_000;
  const offsetMs = offsetAt(instantMs);
  // "previous" is strictly before: one millisecond later also finds a change at this very instant.
  const startMs = inZone(instantMs + 1).getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity;
  const endMs = inZone(instantMs).getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity;
  return {
    startMs,
    endMs,
    offsetMs,
    offsetBeforeMs: Number.isFinite(startMs) ? offsetAt(startMs - 1) : offsetMs,
    offsetAfterMs: Number.isFinite(endMs) ? offsetAt(endMs) : offsetMs,
    offsetText: offsetText(offsetMs),
  };
}

function offsetText(offsetMs: number): string {
  // Date.UTC(0) + |offset| reads as HH:MM:SS of the first day, since no zone is a day away.
  const clock = new Date(Math.abs(offsetMs)).toISOString().slice(11, 19);
  return `${offsetMs < 0 ? '-' : '+'}${clock.endsWith(':00') ? clock.slice(0, 5) : clock}`;
}
