import type { Db } from '../db/client.js';
import type { ApiKey } from '../db/queries/api-keys.js';
import type { User } from '../db/queries/users.js';
import type { Scope } from '../domain/api-key/scopes.js';
import { enterApiKey } from './create-api-key.js';
import { enterUser, type CreateUserOutcome, type NewUser } from './create-user.js';
import { refusable } from './refusable.js';

export type CreateAccountOutcome =
  | { kind: 'created'; user: User; apiKey: ApiKey; /** Nowhere else. */ token: string }
  | { kind: 'actor_revoked' }
  | Exclude<CreateUserOutcome, { kind: 'created' }>;

/** The name of the key that a user begins with. */
const FIRST_KEY = 'first';

/** Adds a user together with a first API key: neither is there without the other. */
export function createAccount(
  db: Db,
  options: { quotaTimezone: string },
  input: NewUser & { scopes: readonly Scope[] },
): Promise<CreateAccountOutcome> {
  const { scopes, actor } = input;
  return refusable<CreateAccountOutcome>(db, async (tx, refuse) => {
    const entered = await enterUser(tx, input);
    if (entered.kind !== 'created') return entered;
    const { user } = entered;
    const key = { userId: user.id, name: FIRST_KEY, scopes, tenantIds: null, expiresAt: null, actor };
    const made = await enterApiKey(tx, options, key);
    if (made.kind === 'actor_revoked') refuse(made);
    // The operator is held to no limit, and the user is new.
    if (made.kind !== 'created') throw new Error(`A new user got no key: ${made.kind}`);
    return { kind: 'created', user: { ...user, apiKeyCount: 1 }, apiKey: made.apiKey, token: made.token };
  });
}
