import { DEFAULT_POLICY, policyOf, type PolicyChoices, type RetryPolicy, type RunPolicy } from './run-policy.js';
import { formatStatusRange, type StatusText } from './status-ranges.js';

/** A policy with its lists of statuses as they are sent. */
export type ShownPolicy = Omit<RunPolicy, 'retry' | 'successStatus'> & {
  retry: Omit<RetryPolicy, 'onStatus'> & { onStatus: StatusText[] };
  successStatus: StatusText[];
};

/** Every field of a policy with its value, chosen or not; that of the many who have chosen nothing is spelled once. */
export function showPolicy(choices: PolicyChoices | null): ShownPolicy {
  return choices === null ? DEFAULT_SHOWN : spell(policyOf(choices));
}

function spell(policy: RunPolicy): ShownPolicy {
  const { retry, successStatus, ...same } = policy;
  return {
    ...same,
    retry: { ...retry, onStatus: retry.onStatus.map(formatStatusRange) },
    successStatus: successStatus.map(formatStatusRange),
  };
}

const DEFAULT_SHOWN = spell(DEFAULT_POLICY);
