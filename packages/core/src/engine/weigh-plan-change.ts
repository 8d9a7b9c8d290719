import type { Db } from '../db/client.js';
import { selectApiKeys } from '../db/queries/api-keys.js';
import { selectPlanHolder, selectPlannedJobs } from '../db/queries/plan-change.js';
import { selectPlanNames } from '../db/queries/plans.js';
import { selectPlan } from '../db/queries/users.js';
import { decidePlanChange, type PlanChange, type PlanChangeFacts } from '../domain/quota/change-plan.js';
import type { FullPlan } from '../domain/quota/plan.js';
import { learnIntervals } from './learn-intervals.js';

/** A change of plan and what it does, decided but not done. */
export interface WeighedChange {
  kind: 'weighed';
  from: FullPlan;
  to: FullPlan;
  change: PlanChange;
}

export type WeighOutcome =
  WeighedChange | { kind: 'no_such_user' } | { kind: 'unknown_plan'; /** Those there are. */ plans: string[] };

export interface WeighInput {
  userId: string;
  plan: string;
  quotaTimezone: string;
  /** To carry the change out: nothing that was decided about changes before the transaction ends. */
  lock: boolean;
  /** Shortest intervals by schedule, as far as they are known. */
  intervals: ReadonlyMap<string, number>;
}

/** Reads what a change of plan depends on, and decides what it does. Simulation and change both are this. */
export async function weighPlanChange(db: Db, input: WeighInput): Promise<WeighOutcome> {
  const holder = await selectPlanHolder(db, input.userId, input.quotaTimezone);
  if (holder === null) return { kind: 'no_such_user' };
  const to = await selectPlan(db, input.plan);
  if (to === null) return { kind: 'unknown_plan', plans: await selectPlanNames(db) };
  const { plan: from, runsThisMonth } = holder;
  const [jobs, apiKeys] = [await readJobs(db, input), await selectApiKeys(db, input.userId)];
  return { kind: 'weighed', from, to, change: decidePlanChange({ from, to, jobs, apiKeys, runsThisMonth }) };
}

async function readJobs(db: Db, { userId, lock, intervals: known }: WeighInput): Promise<PlanChangeFacts['jobs']> {
  const rows = await selectPlannedJobs(db, userId, { lock });
  const enabled = rows.filter((job) => job.enabled).map((job) => job.schedule);
  const intervals = await learnIntervals(enabled, known);
  // Of a disabled one the interval decides nothing.
  return rows.map(({ schedule, ...job }) => ({ ...job, intervalSeconds: intervals.get(schedule) ?? Infinity }));
}
