import { atInZone, type FireInstant, type Timetable } from '../schedule/next-fire.js';
import type { Timing } from './timing.js';

/** The due instants that a timing makes of a calendar's: strictly increasing as those are, since all come equally later. */
export function timedTimetable(calendar: Timetable, timeZone: string, timing: Timing): Timetable {
  const { startMs, endMs, delayMs } = timing;
  return {
    next(after) {
      // The calendar answers strictly after, and the start itself is due.
      const firing = calendar.next(new Date(Math.max(after.getTime() - delayMs, startMs - 1)));
      if (firing === null || firing.at.getTime() >= endMs) return null;
      return delayMs === 0 ? firing : delayed(firing, timeZone, delayMs);
    },
  };
}

/** What a clock change had to do with it stays true: it is about the time of day in the schedule. */
function delayed({ at, dst }: FireInstant, timeZone: string, delayMs: number): FireInstant {
  const dueAt = new Date(at.getTime() + delayMs);
  return { at: dueAt, local: atInZone(dueAt, timeZone), dst };
}
