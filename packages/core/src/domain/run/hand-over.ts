import { policyOf, type PolicyChoices } from '../policy/run-policy.js';
import type { CallError, CallResult } from './outcome.js';
import type { PastAttempt } from './past-attempt.js';

/** What became of a call that was cut short because its worker had to end. */
export const WORKER_STOPPED: CallError = {
  code: 'worker_stopped',
  message: 'The worker was stopped during the call; whether the target was called is not known.',
};

/** True for a call that may be made again by another worker; one that must not be repeated fails as it stands. */
export function isForAnotherWorker(result: CallResult, policy: PolicyChoices | null): boolean {
  return result.error?.code === WORKER_STOPPED.code && policyOf(policy).delivery === 'atLeastOnce';
}

/** An attempt's end, as the attempts after it show it. */
export function pastAttemptOf(ended: { attempt: number; startedAt: Date; result: CallResult }): PastAttempt {
  const { attempt, startedAt, result } = ended;
  const { durationMs, status, error } = result;
  return { attempt, startedAt: startedAt.toISOString(), durationMs, status, error };
}
