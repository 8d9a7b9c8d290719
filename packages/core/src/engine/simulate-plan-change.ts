import type { Db } from '../db/client.js';
import { weighPlanChange, type WeighOutcome } from './weigh-plan-change.js';

/** Tells what a change to a plan would do now. Nothing is locked: by the time of the change more may have come. */
export function simulatePlanChange(
  db: Db,
  { quotaTimezone }: { quotaTimezone: string },
  input: { userId: string; plan: string },
): Promise<WeighOutcome> {
  return weighPlanChange(db, { ...input, quotaTimezone, lock: false, intervals: new Map() });
}
