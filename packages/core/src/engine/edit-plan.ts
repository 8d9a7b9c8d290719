import type { Db } from '../db/client.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { lockPlans, upsertPlan } from '../db/queries/plans.js';
import { selectPlan } from '../db/queries/users.js';
import type { Actor } from '../domain/audit/actor.js';
import { FIGURES, type FullPlan, type PlanFigures } from '../domain/quota/plan.js';

export type EditPlanOutcome =
  | { kind: 'edited' | 'added' | 'unchanged'; plan: FullPlan }
  /** There is no plan of this name, and for a new one these are missing. */
  | { kind: 'figures_missing'; figures: (keyof PlanFigures)[] };

/**
 * Changes figures of a plan, or adds a plan. New figures count for what comes after: creations, changes, runs, requests.
 * Nothing that its users have is disabled.
 */
export function editPlan(
  db: Db,
  input: { name: string; figures: Partial<PlanFigures>; actor: Actor },
): Promise<EditPlanOutcome> {
  const { name, figures, actor } = input;
  return db.transaction(async (tx) => {
    await lockPlans(tx);
    const before = await selectPlan(tx, name);
    const merged = { ...before, ...figures };
    const missing = FIGURES.filter((figure) => merged[figure] === undefined);
    if (missing.length > 0) return { kind: 'figures_missing', figures: missing };
    const plan = { ...merged, name } as FullPlan;
    const changed = FIGURES.filter((figure) => before?.[figure] !== plan[figure]);
    if (changed.length === 0) return { kind: 'unchanged', plan };
    await upsertPlan(tx, plan);
    const only = (of: FullPlan) => Object.fromEntries(changed.map((figure) => [figure, of[figure]]));
    const details = { from: before && only(before), to: only(plan) };
    await insertAuditEvents(tx, [{ userId: null, actor, action: 'plan.edited', resourceId: name, details }]);
    return { kind: before === null ? 'added' : 'edited', plan };
  });
}
