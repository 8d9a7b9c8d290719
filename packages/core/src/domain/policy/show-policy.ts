import { policyOf, type PolicyChoices, type RetryPolicy, type RunPolicy } from './run-policy.js';
import { formatStatusRange, type StatusText } from './status-ranges.js';

/** A policy with its lists of statuses as they are sent. */
export type ShownPolicy = Omit<RunPolicy, 'retry' | 'successStatus'> & {
  retry: Omit<RetryPolicy, 'onStatus'> & { onStatus: StatusText[] };
  successStatus: StatusText[];
};

/** Every field of a policy with its value, chosen or not. */
export function showPolicy(choices: PolicyChoices | null): ShownPolicy {
  const policy = policyOf(choices);
  return {
    ...policy,
    retry: { ...policy.retry, onStatus: policy.retry.onStatus.map(formatStatusRange) },
    successStatus: policy.successStatus.map(formatStatusRange),
  };
}
