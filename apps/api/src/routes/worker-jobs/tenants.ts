import type { Principal } from '@carillon/core/engine/authenticate-api-key';
import { sentence } from '@carillon/core/messages/say';
import { Problem } from '../../http/problem.js';

/**
 * Holds tenants that a request names against those of its key.
 * @throws Problem 403 for one that the key may not act for.
 */
export function checkTenants(principal: Principal, named: readonly string[]): void {
  const { tenantIds } = principal;
  const foreign = tenantIds === null ? undefined : named.find((tenant) => !tenantIds.includes(tenant));
  if (foreign === undefined) return;
  throw new Problem('forbidden', sentence('tenant_forbidden', { tenant: foreign }), {
    permission: { required: `tenant:${foreign}`, provided: (tenantIds ?? []).map((tenant) => `tenant:${tenant}`) },
  });
}

/** Whose jobs a request may see: its user's, of the tenants of its key, or of those among them that it names. */
export function accessOf(principal: Principal, named?: readonly string[]) {
  checkTenants(principal, named ?? []);
  return { userId: principal.userId, tenantIds: named ?? principal.tenantIds };
}
