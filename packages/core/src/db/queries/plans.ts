import { asc, sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { plans } from '../schema/index.js';
import type { PlanRow } from './users.js';

/** All plans, the tightest first. */
export function selectPlans(db: Db): Promise<PlanRow[]> {
  // Without a limit comes last: Postgres sorts nulls after everything.
  return db.select().from(plans).orderBy(asc(plans.maxJobs), asc(plans.monthlyRuns), asc(plans.name));
}

/** The names of all plans, in the same order. */
export async function selectPlanNames(db: Db): Promise<string[]> {
  return (await selectPlans(db)).map((plan) => plan.name);
}

/** Lets nobody else edit plans until the transaction ends. Whoever reads plans, or is put on one, does not wait. */
export async function lockPlans(db: Db): Promise<void> {
  await db.execute(sql`LOCK TABLE plans IN SHARE ROW EXCLUSIVE MODE`);
}

/** Writes a plan with all its figures, or adds it. */
export async function upsertPlan(db: Db, plan: PlanRow): Promise<void> {
  await db.insert(plans).values(plan).onConflictDoUpdate({ target: plans.name, set: plan });
}
