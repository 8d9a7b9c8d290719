import type { Scope } from '@carillon/core/domain/api-key/scopes';
import type { Principal } from '@carillon/core/engine/authenticate-api-key';
import { sentence } from '@carillon/core/messages/say';
import { Problem } from './problem.js';

/**
 * Holds a key to a scope.
 * @throws Problem 403 that names it.
 */
export function checkScope(principal: Principal, scope: Scope): void {
  if (principal.scopes.has(scope)) return;
  throw new Problem('forbidden', sentence('forbidden', { scope }), {
    details: () => ({ scope }),
    permission: { required: scope, provided: [...principal.scopes] },
  });
}
