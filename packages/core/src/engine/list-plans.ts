import type { Db } from '../db/client.js';
import { selectPlans } from '../db/queries/plans.js';
import type { FullPlan } from '../domain/quota/plan.js';

/** All plans, the tightest first. */
export function listPlans(db: Db): Promise<FullPlan[]> {
  return selectPlans(db);
}
