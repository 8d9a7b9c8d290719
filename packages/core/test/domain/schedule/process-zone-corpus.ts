import { createTimetable, take } from '../../../src/domain/schedule/next-fire.js';
import type { ParsedSchedule } from '../../../src/domain/schedule/parse-schedule.js';
import { shortestInterval } from '../../../src/domain/schedule/shortest-interval.js';
import { isTimeZone } from '../../../src/domain/schedule/time-zone.js';
import { EXPRESSIONS, schedule, ZONES } from './samples.js';

/** Before the changes of spring and autumn, north and south. */
const STARTS = ['2026-03-07T12:00Z', '2026-03-28T20:00Z', '2026-10-03T12:00Z', '2026-10-31T20:00Z'];

/** A line for each zone, expression and starting point: what a process says, whatever zone it lives in. */
export function processZoneCorpus(): string[] {
  const schedules = EXPRESSIONS.map((expression) => schedule(expression));
  const intervals = schedules.map((parsed) => `${parsed.expression}: ${shortestInterval(parsed)}`);
  const previews = ZONES.flatMap((zone) => schedules.flatMap((parsed) => previewsOf(parsed, zone)));
  return [...intervals, ...ZONES.map((zone) => `${zone}: ${isTimeZone(zone)}`), ...previews];
}

function previewsOf(parsed: ParsedSchedule, zone: string): string[] {
  const timetable = createTimetable(parsed, zone);
  return STARTS.map((start) => JSON.stringify([zone, parsed.expression, take(timetable, new Date(start), 6)]));
}
