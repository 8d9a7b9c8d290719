import { daysInMonth } from './days-in-month.js';
import type { ParsedSchedule } from './parse-schedule.js';

/*
 * The calendar, in naive wall-clock time: milliseconds of a clock that has no zone, counted as if it were UTC.
 * cron-parser says which values each field holds, but steps through them at 12–120 µs a firing (2 ms for 29 February;
 * measured 2026-11 on Node 20). These tables take well under 1 µs; the tests hold them to cron-parser's own steps.
 */

export const SECOND_MS = 1_000;
export const DAY_MS = 86_400_000;

/** 29 February returns after at most 8 years; a month of margin on either side. */
const HORIZON_MONTHS = 12 * 8 + 2;

export interface WallCalendar {
  /** The first matching wall time at or after `wallMs` (whole seconds, ms), or null past the horizon of 8 years. */
  nextTime(wallMs: number): number | null;
  /** The first matching day at or after `day` (days since 1970-01-01), or null past the horizon. */
  nextDay(day: number): number | null;
}

/** Prepares a schedule's look-up tables: about 300 bytes, no dates listed. */
export function wallCalendar(schedule: ParsedSchedule): WallCalendar {
  const timeOfDay = timeOfDayFinder(schedule);
  const nextDay = dayFinder(schedule);
  function nextTime(wallMs: number): number | null {
    const day = Math.floor(wallMs / DAY_MS);
    const matching = nextDay(day);
    if (matching === null) return null;
    if (matching === day) {
      const time = timeOfDay(Math.floor((wallMs - day * DAY_MS) / SECOND_MS));
      if (time !== null) return day * DAY_MS + time * SECOND_MS;
    }
    const later = matching > day ? matching : nextDay(day + 1);
    return later === null ? null : later * DAY_MS + (timeOfDay(0) ?? 0) * SECOND_MS;
  }
  return { nextTime, nextDay };
}

/** Finds the first matching second of the day at or after a second of the day, null if the day is over. */
function timeOfDayFinder(schedule: ParsedSchedule): (secondOfDay: number) => number | null {
  const hours = ceilings(schedule.hour, 24);
  const minutes = ceilings(schedule.minute, 60);
  const seconds = ceilings(schedule.second, 60);
  const at = (hour: number, minute: number, second: number) => hour * 3_600 + minute * 60 + second;
  return (secondOfDay) => {
    const hour = Math.floor(secondOfDay / 3_600);
    const minute = Math.floor(secondOfDay / 60) % 60;
    if (hours[hour] === hour) {
      const second = seconds[secondOfDay % 60] ?? 60;
      if (minutes[minute] === minute && second < 60) return at(hour, minute, second);
      const laterMinute = minutes[minute + 1] ?? 60;
      if (laterMinute < 60) return at(hour, laterMinute, seconds[0] ?? 0);
    }
    const laterHour = hours[hour + 1] ?? 24;
    return laterHour < 24 ? at(laterHour, minutes[0] ?? 0, seconds[0] ?? 0) : null;
  };
}

/** `table[n]` is the smallest value at or above n, or `size` if there is none; n may be `size` itself. */
function ceilings(values: readonly number[], size: number): Uint8Array {
  const table = new Uint8Array(size + 1).fill(size);
  const chosen = new Set(values);
  for (let n = size - 1; n >= 0; n -= 1) table[n] = chosen.has(n) ? n : (table[n + 1] ?? size);
  return table;
}

function dayFinder(schedule: ParsedSchedule): (day: number) => number | null {
  const months = new Set(schedule.month);
  const matches = dayMatcher(schedule);
  return (day) => {
    const date = new Date(day * DAY_MS);
    let [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    let current = day;
    for (let tried = 0; tried < HORIZON_MONTHS; tried += 1) {
      const length = daysInMonth(year, month);
      const end = current + length - dayOfMonth;
      for (; months.has(month) && current <= end; current += 1, dayOfMonth += 1) {
        if (matches(dayOfMonth, weekday(current))) return current;
      }
      [current, dayOfMonth] = [end + 1, 1];
      [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    }
    return null;
  };
}

function dayMatcher({ days, ...schedule }: ParsedSchedule): (dayOfMonth: number, dayOfWeek: number) => boolean {
  const dates = new Set(schedule.dayOfMonth);
  const weekdays = new Set(schedule.dayOfWeek);
  switch (days) {
    case 'every':
      return () => true;
    case 'dayOfMonth':
      return (dayOfMonth) => dates.has(dayOfMonth);
    case 'dayOfWeek':
      return (_, dayOfWeek) => weekdays.has(dayOfWeek);
    case 'either':
      return (dayOfMonth, dayOfWeek) => dates.has(dayOfMonth) || weekdays.has(dayOfWeek);
  }
}

/** 1970-01-01 was a Thursday. */
function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
