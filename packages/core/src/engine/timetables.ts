import { createTimetable, type Timetable } from '../domain/schedule/next-fire.js';
import { parseSchedule } from '../domain/schedule/parse-schedule.js';

/** The schedule part of a cron job. */
export interface ScheduleFields {
  schedule: string;
  timezone: string;
  dstGap: 'shift' | 'skip';
  dstFold: 'first' | 'second' | 'both';
}

/** Many jobs share a schedule; beyond this many different ones the oldest is forgotten. */
const MAX_CACHED = 10_000;

const cache = new Map<string, CachedTimetable>();

interface CachedTimetable {
  next: (after: Date) => Date | null;
}

/**
 * The due instants of a schedule. Jobs that share one and are due together cost one computation.
 * @throws when the schedule does not parse: the API lets none such into the database.
 */
export function timetableOf(fields: ScheduleFields): CachedTimetable {
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
function remember(timetable: Timetable): CachedTimetable {
  let lastAfter = Number.NaN;
  let lastAnswer: Date | null = null;
  return {
    next(after) {
      if (after.getTime() !== lastAfter) {
        lastAnswer = timetable.next(after)?.at ?? null;
        lastAfter = after.getTime();
      }
      return lastAnswer;
    },
  };
}
