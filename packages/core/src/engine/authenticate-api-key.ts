import type { Db } from '../db/client.js';
import { lookUpApiKey } from '../db/queries/api-key-look-up.js';
import { isScope, type Scope } from '../domain/api-key/scopes.js';
import { isToken } from '../domain/api-key/token.js';
import type { RequestLimits } from '../domain/quota/request-limits.js';
import { hashToken } from './api-token.js';

/** Who a request acts for and what it may do. */
export interface Principal {
  userId: string;
  keyId: string;
  scopes: ReadonlySet<Scope>;
  /** The tenants of worker jobs it sees; null is all of the user's. */
  tenantIds: readonly string[] | null;
  /** What the user's plan allows of requests. */
  plan: RequestLimits;
}

export interface Authenticator {
  /** Whose token it is; null for one that is unknown, disabled or expired. Rejects when Postgres is away. */
  authenticate(token: string): Promise<Principal | null>;
  /** True when the answer for a token is at hand, so that asking costs no statement. */
  remembers(token: string): boolean;
}

/** A revocation is promised to work within 5 s on every replica; a second of that is left for slow statements. */
const CACHE_MS = 4_000;
const MAX_CACHED = 10_000;

interface Entry {
  /** On the monotonic clock. */
  expiresAtMs: number;
  principal: Promise<Principal | null>;
}

/**
 * Looks tokens up by their SHA-256 and remembers the answer for 4 s. Requests that come at once with the same token
 * share one look-up. A token that is unknown, disabled or expired takes one and the same way each time: a statement
 * that finds nothing. Only what cannot be a token is refused without one, which tells nothing that is not documented.
 */
export function createAuthenticator(db: Db): Authenticator {
  const cache = new Map<string, Entry>();
  const recall = (key: string) => {
    const entry = cache.get(key);
    return entry !== undefined && entry.expiresAtMs > performance.now() ? entry.principal : null;
  };
  return {
    authenticate(token) {
      if (!isToken(token)) return Promise.resolve(null);
      const hash = hashToken(token);
      const key = hash.toString('base64');
      const recalled = recall(key);
      if (recalled !== null) return recalled;
      const principal = lookUp(db, hash);
      remember(cache, key, principal);
      return principal;
    },
    remembers: (token) => isToken(token) && recall(hashToken(token).toString('base64')) !== null,
  };
}

function remember(cache: Map<string, Entry>, key: string, principal: Promise<Principal | null>): void {
  const oldest = cache.size >= MAX_CACHED ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
  // Deleted first, so that the order of the map is the order of look-ups.
  cache.delete(key);
  const entry = { expiresAtMs: performance.now() + CACHE_MS, principal };
  cache.set(key, entry);
  const forget = () => {
    if (cache.get(key) === entry) cache.delete(key);
  };
  // Neither a failure nor a token that nobody has is worth remembering; the second would let strangers fill the cache.
  principal.then((found) => found ?? forget(), forget);
}

async function lookUp(db: Db, tokenHash: Buffer): Promise<Principal | null> {
  const key = await lookUpApiKey(db, tokenHash);
  if (key === null) return null;
  const { userId, keyId, tenantIds, planName, requestsPerMinute, dailyApiCalls } = key;
  return {
    userId,
    keyId,
    scopes: new Set(key.scopes.filter(isScope)),
    tenantIds,
    plan: { name: planName, requestsPerMinute, dailyApiCalls },
  };
}
