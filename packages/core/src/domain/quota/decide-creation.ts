import type { Plan } from './plan.js';

export interface CreationFacts {
  plan: Plan;
  /** Cron jobs the user wants to add in one request. */
  requested: number;
  /** Cron jobs the user has. */
  current: number;
  /** Creations and deletions of the current day. */
  createdToday: number;
  deletedToday: number;
}

export type CreationRefusal =
  | { kind: 'job_limit'; limit: number; current: number }
  | { kind: 'batch_limit'; limit: number; current: number; requested: number }
  | { kind: 'activity_limit'; limit: number; created: number; deleted: number };

/**
 * Decides whether cron jobs may be added: their number stays within the plan's, and the day's creations and deletions
 * within twice that. The second keeps a user from running many jobs by making and deleting them in turn.
 * @returns null when they may.
 */
export function refuseCreation(facts: CreationFacts): CreationRefusal | null {
  const { requested, current, createdToday: created, deletedToday: deleted } = facts;
  const limit = facts.plan.maxJobs;
  if (limit === null) return null;
  if (current + requested > limit) {
    return requested === 1 ? { kind: 'job_limit', limit, current } : { kind: 'batch_limit', limit, current, requested };
  }
  return created + deleted + requested > limit * 2
    ? { kind: 'activity_limit', limit: limit * 2, created, deleted }
    : null;
}
