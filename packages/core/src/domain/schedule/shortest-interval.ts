import type { ParsedSchedule } from './parse-schedule.js';
import { wallCalendar, type WallCalendar } from './wall-calendar.js';

const DAY_SECONDS = 86_400;
/** After 400 years the Gregorian calendar repeats, weekdays included. */
const CYCLE_DAYS = 146_097;

/**
 * The smallest distance between two firings, in seconds of wall time: exact, not sampled. Clock changes are left out
 * (a fold can bring two firings of a `both` schedule closer).
 * @param enough when the answer cannot be less, it is some number from here on: a schedule that fires once on each of its
 * days is then not followed through 400 years.
 */
export function shortestInterval(schedule: ParsedSchedule, enough = Infinity): number {
  const withinDay = smallestGapInDay(schedule);
  const times = [schedule.hour, schedule.minute, schedule.second] as const;
  const firstOfDay = secondOfDay(times.map((values) => values[0] ?? 0));
  const lastOfDay = secondOfDay(times.map((values) => values.at(-1) ?? 0));
  const overnight = (days: number) => days * DAY_SECONDS - lastOfDay + firstOfDay;
  // Even a firing day after day is no closer: the years need not be searched.
  if (overnight(1) >= withinDay) return withinDay;
  if (overnight(1) >= enough) return overnight(1);
  return Math.min(withinDay, overnight(smallestDayGap(wallCalendar(schedule))));
}

/** Firings next to each other differ in the second alone, or in the minute, or in the hour: one candidate for each. */
function smallestGapInDay({ hour, minute, second }: ParsedSchedule): number {
  const secondsSpan = spread(second);
  const minutesSpan = spread(minute) * 60 + secondsSpan;
  return Math.min(
    smallestStep(second),
    smallestStep(minute) * 60 - secondsSpan,
    smallestStep(hour) * 3_600 - minutesSpan,
  );
}

function smallestStep(values: readonly number[]): number {
  return Math.min(...values.slice(1).map((value, index) => value - (values[index] ?? 0)));
}

function spread(values: readonly number[]): number {
  return (values.at(-1) ?? 0) - (values[0] ?? 0);
}

function secondOfDay([hour = 0, minute = 0, second = 0]: readonly number[]): number {
  return hour * 3_600 + minute * 60 + second;
}

/** Smallest distance, in days, between two firing days; stops at the first neighbours. */
function smallestDayGap(calendar: WallCalendar): number {
  let smallest = Infinity;
  let previous = calendar.nextDay(0);
  // The last pair of a cycle reaches into the next one, hence the comparison before the step.
  while (previous !== null && previous < CYCLE_DAYS && smallest > 1) {
    const day = calendar.nextDay(previous + 1);
    if (day !== null) smallest = Math.min(smallest, day - previous);
    previous = day;
  }
  return smallest;
}
