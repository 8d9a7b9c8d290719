import { listPlans } from '@carillon/core/engine/list-plans';
import type { ApiDeps } from './deps.js';

/**
 * What is wrong with DEFAULT_PLAN, for the log; null when nothing is, or when Postgres is away and cannot tell. It does
 * not keep the api from starting: only users who are created without a plan need it, and are refused then.
 */
export async function checkDefaultPlan({
  db,
  defaultPlan,
}: Pick<ApiDeps, 'db' | 'defaultPlan'>): Promise<string | null> {
  const plans = await listPlans(db).catch(() => null);
  if (plans === null || plans.some(({ name }) => name === defaultPlan)) return null;
  return `DEFAULT_PLAN is ${defaultPlan}, and there is no such plan: there are ${plans.map(({ name }) => name).join(', ')}`;
}
