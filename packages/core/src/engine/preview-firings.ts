import type { Db } from '../db/client.js';
import { selectPlanOfUser } from '../db/queries/users.js';
import { allowsSeconds } from '../domain/quota/plan.js';
import { parseSchedule } from '../domain/schedule/parse-schedule.js';
import { createTimetable } from '../domain/schedule/next-fire.js';
import { previewFirings, type PreviewedFiring } from '../domain/schedule/preview.js';
import type { ScheduleProblem } from '../domain/schedule/schedule-problem.js';
import type { ScheduleFields } from './timetables.js';

export type PreviewOutcome =
  { kind: 'firings'; firings: PreviewedFiring[] } | { kind: 'invalid_schedule'; problem: ScheduleProblem };

/** Which due instants to show: up to `count`, strictly after an instant. */
export interface PreviewRange {
  after: Date;
  count: number;
}

/** The next due instants of a schedule that is only being considered; the user's plan says what it may hold. */
export async function previewDraft(
  db: Db,
  userId: string,
  fields: ScheduleFields,
  range: PreviewRange,
): Promise<PreviewOutcome> {
  const plan = await selectPlanOfUser(db, userId);
  return preview(fields, range, plan !== null && allowsSeconds(plan));
}

/**
 * The next due instants of a stored cron job, whatever its user's plan has become meanwhile.
 * @throws when the schedule does not parse: none such is stored.
 */
export function previewStored(fields: ScheduleFields, range: PreviewRange): PreviewedFiring[] {
  const outcome = preview(fields, range, true);
  if (outcome.kind === 'firings') return outcome.firings;
  throw new Error(`A stored schedule does not parse: ${outcome.problem.code}`);
}

function preview(fields: ScheduleFields, range: PreviewRange, allowSeconds: boolean): PreviewOutcome {
  const parsed = parseSchedule(fields.schedule, { allowSeconds });
  if (!parsed.ok) return { kind: 'invalid_schedule', problem: parsed.problem };
  const timetable = createTimetable(parsed.schedule, fields.timezone, fields);
  return { kind: 'firings', firings: previewFirings(timetable, range.after, range.count) };
}
