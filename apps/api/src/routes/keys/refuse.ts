import type { CreateApiKeyOutcome } from '@carillon/core/engine/create-api-key';
import type { RevokeApiKeyOutcome } from '@carillon/core/engine/revoke-api-key';
import type { UpdateApiKeyOutcome } from '@carillon/core/engine/update-api-key';
import { sentence } from '@carillon/core/messages/say';
import { invalidInput, notFound, Problem, unauthorized } from '../../http/problem.js';

type CreationRefused = Exclude<CreateApiKeyOutcome, { kind: 'created' }>;
type ChangeRefused = Exclude<UpdateApiKeyOutcome | RevokeApiKeyOutcome, { kind: 'updated' | 'revoked' }>;

/** Turns a refusal of a new API key into a problem. */
export function keyCreationProblem(outcome: CreationRefused): Problem {
  switch (outcome.kind) {
    case 'key_limit':
      return new Problem('plan_limit', sentence('key_limit', outcome), { details: () => outcome });
    case 'key_activity_limit':
      return new Problem('plan_limit', sentence('key_activity_limit', outcome), { details: () => outcome });
    case 'scopes_beyond_creator':
      return new Problem('forbidden', sentence('scopes_beyond_creator', outcome), { details: () => outcome });
    case 'tenants_beyond_creator':
      return new Problem('forbidden', sentence('tenants_beyond_creator', outcome), { details: () => outcome });
    case 'expires_in_past':
      return invalidInput([{ path: ['expiresAt'], say: sentence('field_not_in_future') }]);
    case 'no_such_user':
    case 'actor_revoked':
      // The account or the key has gone and is remembered for some seconds yet.
      return unauthorized();
  }
}

/** Turns a refused change or deletion of an API key into a problem. */
export function keyChangeProblem(outcome: ChangeRefused): Problem {
  return outcome.kind === 'actor_revoked' ? unauthorized() : notFound();
}
