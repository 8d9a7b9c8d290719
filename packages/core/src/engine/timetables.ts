import type { PolicyChoices } from '../domain/policy/run-policy.js';
import { timedTimetable } from '../domain/policy/timed-timetable.js';
import { timingOf } from '../domain/policy/timing.js';
import { createTimetable, type FireInstant, type Timetable } from '../domain/schedule/next-fire.js';
import { parseSchedule } from '../domain/schedule/parse-schedule.js';

/** The schedule part of a cron job. */
export interface ScheduleFields {
  schedule: string;
  timezone: string;
  dstGap: 'shift' | 'skip';
  dstFold: 'first' | 'second' | 'both';
}

/** All of a cron job that decides when it is due. */
export interface TimedFields extends ScheduleFields {
  id: string;
  policy: PolicyChoices | null;
}

/** Many jobs share a schedule; beyond this many different ones the oldest is forgotten. */
const MAX_CACHED = 10_000;

const cache = new Map<string, Timetable>();

/**
 * The due instants of a cron job. Jobs that share a schedule and are due together cost one computation of the calendar,
 * and those whose policy leaves it as it is, as most do, nothing else.
 * @throws when the schedule does not parse: the API lets none such into the database.
 */
export function timetableOf(fields: TimedFields): Timetable {
  const timing = timingOf(fields.policy, fields.id);
  const calendar = calendarOf(fields);
  return timing === null ? calendar : timedTimetable(calendar, fields.timezone, timing);
}

function calendarOf(fields: ScheduleFields): Timetable {
  const key = `${fields.schedule}|${fields.timezone}|${fields.dstGap}|${fields.dstFold}`;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const oldest = cache.size >= MAX_CACHED ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
  const made = remember(makeTimetable(fields));
  cache.set(key, made);
  return made;
}

function makeTimetable(fields: ScheduleFields): Timetable {
  const parsed = parseSchedule(fields.schedule, { allowSeconds: true });
  if (!parsed.ok)
    throw new Error(`A stored schedule does not parse: ${JSON.stringify(fields.schedule)} (${parsed.problem.code})`);
  return createTimetable(parsed.schedule, fields.timezone, { dstGap: fields.dstGap, dstFold: fields.dstFold });
}

/** Keeps the last answer: the jobs of one claim ask for the same instant again and again. */
function remember(timetable: Timetable): Timetable {
  let lastAfter = Number.NaN;
  let lastAnswer: FireInstant | null = null;
  return {
    next(after) {
      if (after.getTime() !== lastAfter) {
        lastAnswer = timetable.next(after);
        lastAfter = after.getTime();
      }
      return lastAnswer;
    },
  };
}
