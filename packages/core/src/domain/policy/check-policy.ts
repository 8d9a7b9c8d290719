import { policyOf, type PolicyChoices, type RunPolicy } from './run-policy.js';

/** What contradicts itself, or the schedule. */
export type PolicyProblem =
  | { field: 'delivery'; code: 'at_most_once_retried'; maxAttempts: number }
  | { field: 'retry.maxDelayMs'; code: 'max_delay_below_delay'; delayMs: number; maxDelayMs: number }
  | { field: 'endAt'; code: 'end_not_after_start'; startAt: string; endAt: string }
  | { field: 'jitterSeconds'; code: 'jitter_not_below_interval'; jitterSeconds: number; intervalSeconds: number };

/**
 * Holds the parts of a policy against each other.
 * @param intervalOf the shortest distance between two due instants in seconds, exact below `enough`. Asked for only
 * where it matters: it is not to be had for nothing.
 */
export function checkPolicy(choices: PolicyChoices | null, intervalOf: (enough: number) => number): PolicyProblem[] {
  if (choices === null) return [];
  const policy = policyOf(choices);
  const problems = [checkDelivery(policy), checkDelays(policy), checkEnd(policy), checkJitter(policy, intervalOf)];
  return problems.filter((problem) => problem !== null);
}

/** A second attempt is what at most once rules out. */
function checkDelivery({ delivery, retry: { maxAttempts } }: RunPolicy): PolicyProblem | null {
  if (delivery !== 'atMostOnce' || maxAttempts === 1) return null;
  return { field: 'delivery', code: 'at_most_once_retried', maxAttempts };
}

function checkDelays({ retry: { backoff, delayMs, maxDelayMs } }: RunPolicy): PolicyProblem | null {
  if (backoff === 'fixed' || delayMs <= maxDelayMs) return null;
  return { field: 'retry.maxDelayMs', code: 'max_delay_below_delay', delayMs, maxDelayMs };
}

function checkEnd({ startAt, endAt }: RunPolicy): PolicyProblem | null {
  if (startAt === null || endAt === null || Date.parse(startAt) < Date.parse(endAt)) return null;
  return { field: 'endAt', code: 'end_not_after_start', startAt, endAt };
}

/** Else an instant could come later than the one after it was due. */
function checkJitter({ jitterSeconds }: RunPolicy, intervalOf: (enough: number) => number): PolicyProblem | null {
  if (jitterSeconds === 0) return null;
  const intervalSeconds = intervalOf(jitterSeconds + 1);
  return jitterSeconds < intervalSeconds
    ? null
    : { field: 'jitterSeconds', code: 'jitter_not_below_interval', jitterSeconds, intervalSeconds };
}
