import { MAX_API_KEYS } from './decide-key-creation.js';
import { givesLess, type FullPlan } from './plan.js';

/** What a change of plan needs to know of a cron job. */
export interface JobFacts {
  id: string;
  name: string;
  enabled: boolean;
  timeoutMs: number;
  /** The smallest distance between two firings. */
  intervalSeconds: number;
}

/** What a change of plan needs to know of an API key. */
export interface KeyFacts {
  id: string;
  name: string;
  enabled: boolean;
}

export interface PlanChangeFacts {
  from: FullPlan;
  to: FullPlan;
  /** All of the user's, oldest first. */
  jobs: readonly JobFacts[];
  apiKeys: readonly KeyFacts[];
  /** What the user has used of the month. */
  runsThisMonth: number;
}

/** Why something does not stay enabled. */
export type DisablingReason =
  | { code: 'interval_too_short'; minimumSeconds: number; actualSeconds: number }
  | { code: 'beyond_job_limit'; limit: number }
  | { code: 'beyond_key_limit'; limit: number };

/** Something that is enabled and does not stay so. */
export interface Disabling {
  id: string;
  name: string;
  reason: DisablingReason;
}

/** What a user can no longer do, or not as before. */
export type Restriction =
  | { code: 'jobs_disabled'; count: number }
  | { code: 'api_keys_disabled'; count: number }
  | { code: 'timeouts_lowered'; count: number; maximum: number }
  | { code: 'no_new_jobs'; limit: number; current: number }
  | { code: 'runs_used_up'; limit: number; current: number };

/** How many a user has, how many there may be, and which do not stay enabled. */
interface Effect {
  current: number;
  limit: number | null;
  disable: Disabling[];
}

/** What a change of plan does. */
export interface PlanChange {
  isDowngrade: boolean;
  jobs: Effect;
  apiKeys: Effect;
  /** The cron jobs whose timeout becomes the new plan's longest: nothing is looked up when a call is made. */
  lowerTimeouts: string[];
  restrictions: Restriction[];
}

/**
 * Decides what a change of plan does: both what is shown before and what is done are this. Jobs whose interval is too
 * short go first, then the oldest beyond the number. Nothing is ever enabled; and staying on a plan does nothing.
 */
export function decidePlanChange(facts: PlanChangeFacts): PlanChange {
  const { from, to, jobs, apiKeys } = facts;
  const stays = from.name === to.name;
  const change = {
    isDowngrade: givesLess(to, from),
    jobs: { current: jobs.length, limit: to.maxJobs, disable: stays ? [] : jobsToDisable(jobs, to) },
    apiKeys: { current: apiKeys.length, limit: MAX_API_KEYS, disable: stays ? [] : keysToDisable(apiKeys) },
    lowerTimeouts: stays ? [] : jobs.filter((job) => job.timeoutMs > to.maxTimeoutMs).map(({ id }) => id),
  };
  return { ...change, restrictions: stays ? [] : restrictionsOf(change, facts) };
}

function jobsToDisable(jobs: readonly JobFacts[], { minIntervalSeconds: minimumSeconds, maxJobs }: FullPlan) {
  const enabled = jobs.filter((job) => job.enabled);
  const tooOften = enabled.filter((job) => job.intervalSeconds < minimumSeconds);
  const others = enabled.filter((job) => job.intervalSeconds >= minimumSeconds);
  return [
    ...tooOften.map(({ id, name, intervalSeconds: actualSeconds }): Disabling => {
      return { id, name, reason: { code: 'interval_too_short', minimumSeconds, actualSeconds } };
    }),
    ...oldestBeyond(others, maxJobs, 'beyond_job_limit'),
  ];
}

function keysToDisable(keys: readonly KeyFacts[]): Disabling[] {
  return oldestBeyond(
    keys.filter((key) => key.enabled),
    MAX_API_KEYS,
    'beyond_key_limit',
  );
}

function oldestBeyond(
  enabled: readonly { id: string; name: string }[],
  limit: number | null,
  code: 'beyond_job_limit' | 'beyond_key_limit',
): Disabling[] {
  if (limit === null) return [];
  const beyond = Math.max(0, enabled.length - limit);
  return enabled.slice(0, beyond).map(({ id, name }) => ({ id, name, reason: { code, limit } }));
}

function restrictionsOf(change: Omit<PlanChange, 'restrictions'>, { to, runsThisMonth }: PlanChangeFacts) {
  const { jobs, apiKeys, lowerTimeouts } = change;
  const { maxJobs, monthlyRuns } = to;
  const restrictions: Restriction[] = [];
  if (jobs.disable.length > 0) restrictions.push({ code: 'jobs_disabled', count: jobs.disable.length });
  if (apiKeys.disable.length > 0) restrictions.push({ code: 'api_keys_disabled', count: apiKeys.disable.length });
  if (lowerTimeouts.length > 0) {
    restrictions.push({ code: 'timeouts_lowered', count: lowerTimeouts.length, maximum: to.maxTimeoutMs });
  }
  if (maxJobs !== null && jobs.current >= maxJobs) {
    restrictions.push({ code: 'no_new_jobs', limit: maxJobs, current: jobs.current });
  }
  if (monthlyRuns !== null && runsThisMonth >= monthlyRuns) {
    restrictions.push({ code: 'runs_used_up', limit: monthlyRuns, current: runsThisMonth });
  }
  return restrictions;
}
