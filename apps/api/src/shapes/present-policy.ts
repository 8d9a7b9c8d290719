import type { PolicyChoices } from '@carillon/core/domain/policy/run-policy';
import { showPolicy, type ShownPolicy } from '@carillon/core/domain/policy/show-policy';
import { CALL_POLICY_FIELDS } from '@carillon/core/domain/target/check-kind';

type CallField = (typeof CALL_POLICY_FIELDS)[number];

/** Null for what a job that makes worker jobs has nothing of. */
export type PresentedPolicy = Omit<ShownPolicy, CallField> & { [K in CallField]: ShownPolicy[K] | null };

const NO_CALL = Object.fromEntries(CALL_POLICY_FIELDS.map((field) => [field, null]));

/** Shapes the policy of a cron job for an answer. */
export function presentPolicy(choices: PolicyChoices | null, { makesCalls }: { makesCalls: boolean }): PresentedPolicy {
  const policy = showPolicy(choices);
  return makesCalls ? policy : { ...policy, ...NO_CALL };
}
