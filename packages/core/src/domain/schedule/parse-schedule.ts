import { checkField } from './check-field.js';
import { splitFields } from './check-text.js';
import { daysInMonth } from './days-in-month.js';
import { fieldValues } from './field-values.js';
import { FIELDS } from './fields.js';
import { clip, type ScheduleProblem } from './schedule-problem.js';

/** A cron expression that is known to be valid and to have firings. Field values are sorted and distinct. */
export interface ParsedSchedule {
  /** As written, one space between fields. */
  readonly expression: string;
  readonly second: readonly number[];
  readonly minute: readonly number[];
  readonly hour: readonly number[];
  readonly dayOfMonth: readonly number[];
  readonly month: readonly number[];
  /** 0 (Sunday) to 6. */
  readonly dayOfWeek: readonly number[];
  /**
   * Which day fields decide. A field is restricted if it is anything but a bare `*`; if both are restricted, a day
   * that suits either one fires (Vixie cron's rule, read as its manual and cron-parser read it).
   */
  readonly days: 'every' | 'dayOfMonth' | 'dayOfWeek' | 'either';
  /**
   * True if the minute or the hour field starts with `*` (the Vixie/ISC rule): such a schedule is a rhythm and keeps
   * to elapsed time across a clock change. False is a fixed time of day, which the clock-change rules move or drop.
   */
  readonly followsElapsedTime: boolean;
}

export type ParseResult =
  { readonly ok: true; readonly schedule: ParsedSchedule } | { readonly ok: false; readonly problem: ScheduleProblem };

/**
 * Reads a cron expression: minute, hour, day of month, month, day of week; a leading seconds field if allowed.
 * Never throws; whatever a user can write comes back as a schedule or as the first problem from left to right.
 */
export function parseSchedule(expression: string, options: { allowSeconds?: boolean } = {}): ParseResult {
  const fields = splitFields(expression, options.allowSeconds ?? false);
  if ('code' in fields) return { ok: false, problem: fields };
  const specs = FIELDS.slice(-fields.length);
  for (const [index, spec] of specs.entries()) {
    const problem = checkField(spec, fields[index] ?? '');
    if (problem) return { ok: false, problem };
  }
  const schedule = toSchedule(fields);
  const problem = impossibleDate(schedule);
  return problem ? { ok: false, problem } : { ok: true, schedule };
}

function toSchedule(fields: readonly string[]): ParsedSchedule {
  const [second = '', minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] =
    fields.length === FIELDS.length ? fields : ['0', ...fields];
  const byDate = dayOfMonth !== '*';
  const byWeekday = dayOfWeek !== '*';
  return {
    expression: fields.join(' '),
    second: fieldValues('second', second),
    minute: fieldValues('minute', minute),
    hour: fieldValues('hour', hour),
    dayOfMonth: fieldValues('dayOfMonth', dayOfMonth),
    month: fieldValues('month', month),
    dayOfWeek: fieldValues('dayOfWeek', dayOfWeek),
    days: byDate && byWeekday ? 'either' : byDate ? 'dayOfMonth' : byWeekday ? 'dayOfWeek' : 'every',
    followsElapsedTime: minute.startsWith('*') || hour.startsWith('*'),
  };
}

/** Refuses 30 February; a leap year's lengths count, since 29 February is a date. */
function impossibleDate(schedule: ParsedSchedule): ScheduleProblem | null {
  if (schedule.days !== 'dayOfMonth') return null;
  const lastDay = Math.max(...schedule.month.map((month) => daysInMonth(2000, month)));
  if (Math.min(...schedule.dayOfMonth) <= lastDay) return null;
  const [dayOfMonth = '', month = ''] = schedule.expression.split(' ').slice(-3);
  return { code: 'impossibleDate', dayOfMonth: clip(dayOfMonth), month: clip(month), lastDay };
}
