import type { Scope } from './scopes.js';

/** What a key may do and where. */
export interface Rights {
  scopes: readonly Scope[];
  /** The tenants of worker jobs it sees; null is all of the user's. */
  tenantIds: readonly string[] | null;
}

export type GrantRefusal =
  { kind: 'scopes_beyond_creator'; scopes: Scope[] } | { kind: 'tenants_beyond_creator'; tenantIds: string[] };

/**
 * Decides what a new key gets. No key gives what it does not have itself; one that is restricted to tenants passes its
 * restriction on when none is asked for.
 */
export function grantRights(wanted: Rights, creator: Rights): { kind: 'granted'; rights: Rights } | GrantRefusal {
  const scopes = wanted.scopes.filter((scope) => !creator.scopes.includes(scope));
  if (scopes.length > 0) return { kind: 'scopes_beyond_creator', scopes };
  const { tenantIds: own } = creator;
  const tenantIds = own === null ? [] : (wanted.tenantIds ?? []).filter((tenantId) => !own.includes(tenantId));
  if (tenantIds.length > 0) return { kind: 'tenants_beyond_creator', tenantIds };
  return { kind: 'granted', rights: { scopes: wanted.scopes, tenantIds: wanted.tenantIds ?? own } };
}
