import type { WeighOutcome } from '@carillon/core/engine/weigh-plan-change';
import { sentence } from '@carillon/core/messages/say';
import { invalidInput, notFound, type Problem, unauthorized } from '../../http/problem.js';

type WeighRefused = Exclude<WeighOutcome, { kind: 'weighed' }>;

/** Turns a change of plan that cannot be weighed into a problem. */
export function planProblem(outcome: WeighRefused, whose: 'own' | 'of_other'): Problem {
  switch (outcome.kind) {
    case 'unknown_plan':
      return invalidInput([{ path: ['plan'], say: sentence('field_one_of', { options: outcome.plans }) }]);
    case 'no_such_user':
      // One's own account: it was deleted, and its credential is remembered for some seconds yet.
      return whose === 'own' ? unauthorized() : notFound();
  }
}
