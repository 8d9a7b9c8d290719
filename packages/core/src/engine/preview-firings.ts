import type { Db } from '../db/client.js';
import { selectPlanOfUser } from '../db/queries/users.js';
import { checkPolicy } from '../domain/policy/check-policy.js';
import { previewFirings, type PreviewedFiring } from '../domain/policy/preview-firings.js';
import { previewOutage, type OutageFate } from '../domain/policy/preview-outage.js';
import { policyOf, type PolicyChoices } from '../domain/policy/run-policy.js';
import { timedTimetable } from '../domain/policy/timed-timetable.js';
import { timingOf } from '../domain/policy/timing.js';
import { checkSchedule, intervalOf, type DefinitionProblem } from '../domain/quota/check-definition.js';
import { readSchedule } from '../domain/quota/read-schedule.js';
import { createTimetable, type DstRules, type Timetable } from '../domain/schedule/next-fire.js';
import type { ScheduleFields } from './timetables.js';

/** A schedule and a policy; a draft has no id, so its place within the jitter is open. */
export interface PreviewFields extends ScheduleFields {
  id: string | null;
  policy: PolicyChoices | null;
}

/** What is wrong with a draft, by its user's plan and by itself; null when nothing is. */
export async function refuseDraftPreview(
  db: Db,
  userId: string,
  { schedule, policy }: PreviewFields,
): Promise<DefinitionProblem[] | null> {
  const plan = await selectPlanOfUser(db, userId);
  const problem = plan === null ? null : checkSchedule(schedule, plan);
  const problems = [
    ...(problem === null ? [] : [problem]),
    ...checkPolicy(policy, (enough) => intervalOf(schedule, enough)),
  ];
  return problems.length > 0 ? problems : null;
}

/** Which due instants to show: up to `count`, strictly after an instant. */
export interface PreviewRange {
  after: Date;
  count: number;
  /** Also those that the rules for clock changes leave out. */
  explain: boolean;
}

/**
 * The next due instants of a cron job or a draft, and what its policy is going to do with them.
 * @throws when the schedule does not parse: none such is stored, and no draft gets here with one.
 */
export function previewDue(fields: PreviewFields, { after, count, explain }: PreviewRange): PreviewedFiring[] {
  const { pausedUntil } = policyOf(fields.policy);
  const timetable = timetableFor(fields, fields);
  const considered = explain ? timetableFor(fields, { dstGap: 'shift', dstFold: 'both' }) : null;
  return previewFirings({ timetable, considered, openSeconds: openSeconds(fields), pausedUntil }, after, count);
}

/** Most instants of an outage that are shown. */
export const MAX_OUTAGE_INSTANTS = 1_000;

/**
 * What would become of the instants of an outage; null when there are too many to show.
 * @throws as `previewDue` does.
 */
export function previewMissed(
  fields: PreviewFields,
  outage: { from: Date; to: Date },
): PreviewedFiring<OutageFate>[] | null {
  const timetable = timetableFor(fields, fields);
  const policy = policyOf(fields.policy);
  return previewOutage({ timetable, policy, openSeconds: openSeconds(fields), ...outage, limit: MAX_OUTAGE_INSTANTS });
}

function timetableFor({ schedule, timezone, id, policy }: PreviewFields, rules: DstRules): Timetable {
  const parsed = readSchedule(schedule, { allowSeconds: true });
  if (!parsed.ok) throw new Error(`A stored schedule does not parse: ${parsed.problem.code}`);
  const calendar = createTimetable(parsed.schedule, timezone, rules);
  const timing = timingOf(policy, id);
  return timing === null ? calendar : timedTimetable(calendar, timezone, timing);
}

const openSeconds = ({ id, policy }: PreviewFields): number => (id === null ? policyOf(policy).jitterSeconds : 0);
