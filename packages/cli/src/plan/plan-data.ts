import { hasChanges, type PlanView } from './render-plan.js';

/** A plan for programs. Secrets are as little in it as in the other. */
export function planData({ plan, times, prune }: PlanView): unknown {
  return {
    changes: hasChanges({ plan, prune }),
    created: plan.create.map(({ name, common, call }) => ({
      name,
      schedule: common.schedule,
      timezone: common.timezone,
      target: common.target,
      ...(call !== null && { method: call.method, url: call.url }),
      fireTimes: times.get(name)?.after ?? [],
    })),
    changed: plan.change.map(({ wanted: { name }, stored: { id }, changes }) => ({
      name,
      id,
      fields: changes.map(({ field, from, to, secret }) => (secret ? { field, secret } : { field, from, to })),
      fireTimes: times.get(name) ?? null,
    })),
    pruned: prune ? plan.leftOver.map(({ name, id }) => ({ name, id })) : [],
    leftOver: prune ? [] : plan.leftOver.map(({ name, id }) => ({ name, id })),
    unchanged: plan.unchanged.map(({ name, id }) => ({ name, id })),
    notes: plan.notes,
  };
}
