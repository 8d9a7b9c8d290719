import type { CronTarget } from './cron-target.js';

/**
 * What of a run policy speaks of a call. Delivery does: a worker job is offered again when its lease runs out, whatever
 * its run's policy says.
 */
export const CALL_POLICY_FIELDS = ['retry', 'successStatus', 'delivery', 'followRedirects'] as const;

/** What only a call has. */
export const CALL_FIELDS = ['url', 'method', 'headers', 'body', 'timeoutMs', ...CALL_POLICY_FIELDS] as const;
export type CallField = (typeof CALL_FIELDS)[number];

/** What a call cannot do without. */
export const NEEDED_BY_CALLS = ['url', 'method'] as const satisfies readonly CallField[];

export type KindProblem =
  { field: CallField; code: 'not_with_worker_job' } | { field: (typeof NEEDED_BY_CALLS)[number]; code: 'required' };

/** A cron job's target and what it has of a call; null and undefined are both nothing. */
export type KindFacts = { target?: CronTarget | null | undefined } & { [K in CallField]?: unknown };

/** Holds a cron job to one kind of target: either it calls a URL, or it makes worker jobs and has nothing of a call. */
export function checkKind(facts: KindFacts): KindProblem[] {
  const has = (field: CallField) => facts[field] !== undefined && facts[field] !== null;
  if (facts.target === undefined || facts.target === null) {
    return NEEDED_BY_CALLS.filter((field) => !has(field)).map((field) => ({ field, code: 'required' }));
  }
  return CALL_FIELDS.filter(has).map((field) => ({ field, code: 'not_with_worker_job' }));
}
