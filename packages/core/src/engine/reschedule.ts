import type { CronJob } from '../db/queries/cron-jobs.js';
import { timingOf, type Timing } from '../domain/policy/timing.js';
import { timetableOf } from './timetables.js';

/**
 * When a cron job is due next after a change; undefined when that stays as it is. A pause and what is made up for decide
 * only what becomes of an instant when it is due.
 */
export function reschedule(before: CronJob, merged: CronJob, now: Date): Date | null | undefined {
  const hasNewCalendar = DECIDING.some((field) => merged[field] !== before[field]);
  if (!hasNewCalendar && !isTimedAnew(before, merged)) return undefined;
  if (!merged.enabled) return null;
  const after = hasNewCalendar ? now : sameInstants(before, merged, now);
  return timetableOf(merged).next(after)?.at ?? null;
}

const DECIDING = ['schedule', 'timezone', 'dstGap', 'dstFold', 'enabled'] as const;

function isTimedAnew(before: CronJob, merged: CronJob): boolean {
  return JSON.stringify(timingOfJob(before)) !== JSON.stringify(timingOfJob(merged));
}

const timingOfJob = ({ policy, id }: CronJob): Timing | null => timingOf(policy, id);

/**
 * Where a timetable of the same calendar is to go on when only the timing changes, so that no instant of the calendar is
 * lost or comes twice: with the one that was waiting for its delay or for a claim, or else with what is ahead.
 */
function sameInstants(before: CronJob, merged: CronJob, now: Date): Date {
  const waitingMs = before.nextRunAt === null ? Infinity : before.nextRunAt.getTime() - delayOf(before);
  return new Date(Math.min(now.getTime(), waitingMs - 1) + delayOf(merged));
}

const delayOf = (job: CronJob): number => timingOfJob(job)?.delayMs ?? 0;
