import type { DisablingReason, Restriction } from '../domain/quota/change-plan.js';
import type { Language } from './messages.js';
import { say } from './say.js';

/** Why something does not stay enabled, in the reader's language. */
export function describeDisabling(reason: DisablingReason, language: Language): string {
  switch (reason.code) {
    case 'interval_too_short':
      return say(language, 'interval_too_short', reason);
    case 'beyond_job_limit':
      return say(language, 'beyond_job_limit', reason);
    case 'beyond_key_limit':
      return say(language, 'beyond_key_limit', reason);
  }
}

/** What a user can no longer do, in the reader's language. */
export function describeRestriction(restriction: Restriction, language: Language): string {
  switch (restriction.code) {
    case 'jobs_disabled':
      return say(language, 'jobs_disabled', restriction);
    case 'api_keys_disabled':
      return say(language, 'api_keys_disabled', restriction);
    case 'timeouts_lowered':
      return say(language, 'timeouts_lowered', restriction);
    case 'no_new_jobs':
      return say(language, 'no_new_jobs', restriction);
    case 'runs_used_up':
      return say(language, 'runs_used_up', restriction);
  }
}
