import type { Db } from '../db/client.js';
import { readClock } from '../db/queries/clock.js';
import { lockCronJob, notifyDue, updateCronJobRow, type CronJob } from '../db/queries/cron-jobs.js';
import { selectPlanOfUser } from '../db/queries/users.js';
import { isCronJobId } from '../domain/ids.js';
import {
  checkDefinition,
  refuseInterval,
  type DefinitionProblem,
  type IntervalRefusal,
} from '../domain/quota/check-definition.js';
import type { Plan } from '../domain/quota/plan.js';
import type { CronJobDraft } from './create-cron-jobs.js';
import { timetableOf } from './timetables.js';

export type UpdateCronJobOutcome =
  | { kind: 'updated'; job: CronJob }
  | { kind: 'not_found' }
  | { kind: 'invalid'; problems: DefinitionProblem[] }
  | IntervalRefusal;

/** The fields to change; the others stay. */
export type CronJobChanges = { [K in keyof CronJobDraft]?: CronJobDraft[K] | undefined };

/**
 * Changes a cron job under its row lock, so that a firing is claimed either before the change or after it. The job as
 * it would become is checked; against the plan only where the plan decides about what changes.
 */
export async function updateCronJob(
  db: Db,
  input: { userId: string; cronJobId: string; changes: CronJobChanges },
): Promise<UpdateCronJobOutcome> {
  const { userId, cronJobId } = input;
  if (!isCronJobId(cronJobId)) return { kind: 'not_found' };
  return db.transaction(async (tx) => {
    const before = await lockCronJob(tx, userId, cronJobId);
    const plan = before === null ? null : await selectPlanOfUser(tx, userId);
    if (before === null || plan === null) return { kind: 'not_found' };
    const changes = definedOnly(input.changes);
    const merged: CronJob = { ...before, ...changes };
    const refusal = refuseUpdate(before, merged, plan);
    if (refusal !== null) return refusal;
    const now = await readClock(tx);
    const timing = isRescheduled(before, merged)
      ? { nextRunAt: merged.enabled ? timetableOf(merged).next(now) : null }
      : {};
    const job = await updateCronJobRow(tx, cronJobId, { ...changes, ...timing, updatedAt: now });
    if (timing.nextRunAt) await notifyDue(tx, timing.nextRunAt);
    return { kind: 'updated', job };
  });
}

function refuseUpdate(before: CronJob, merged: CronJob, plan: Plan): UpdateCronJobOutcome | null {
  // Renaming a job that a downgrade has left with too short an interval must not be refused for the interval.
  const schedule = merged.schedule !== before.schedule || (merged.enabled && !before.enabled);
  const timeout = merged.timeoutMs !== before.timeoutMs;
  const problems = checkDefinition(merged, plan, { schedule, timeout });
  if (problems.length > 0) return { kind: 'invalid', problems };
  return schedule ? refuseInterval(merged.schedule, plan) : null;
}

function isRescheduled(before: CronJob, merged: CronJob): boolean {
  const deciding = ['schedule', 'timezone', 'dstGap', 'dstFold', 'enabled'] as const;
  return deciding.some((field) => merged[field] !== before[field]);
}

function definedOnly(changes: CronJobChanges): Partial<CronJobDraft> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
