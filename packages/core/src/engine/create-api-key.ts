import type { Db } from '../db/client.js';
import { newPrefixedId } from '../db/ids.js';
import { insertApiKey, type ApiKey } from '../db/queries/api-keys.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { lockKeyAccount } from '../db/queries/quota-api-keys.js';
import { bookCreated, readToday } from '../db/queries/quota-bookings.js';
import { insertHistory } from '../db/queries/quota-jobs.js';
import { grantRights, type GrantRefusal, type Rights } from '../domain/api-key/grant-rights.js';
import { isScope } from '../domain/api-key/scopes.js';
import type { Actor } from '../domain/audit/actor.js';
import { MAX_API_KEYS, refuseKeyCreation, type KeyCreationRefusal } from '../domain/quota/decide-key-creation.js';
import { readActingKey } from './acting-key.js';
import { hashToken, newToken } from './api-token.js';

export type CreateApiKeyOutcome =
  | /** The token is nowhere else: who loses it needs a new key. */ { kind: 'created'; apiKey: ApiKey; token: string }
  | { kind: 'no_such_user' }
  | { kind: 'actor_revoked' }
  | { kind: 'expires_in_past' }
  | GrantRefusal
  | KeyCreationRefusal;

export interface NewApiKey extends Rights {
  userId: string;
  name: string;
  /** Null never expires. */
  expiresAt: Date | null;
  actor: Actor;
}

/**
 * Gives a user a new credential. A user who makes it with a key is held to the limits on keys and to what that key may
 * do. The operator is not: whoever has the database or the admin token could change any figure, and must be able to help
 * a user who has used a limit up. What the operator does is booked alike, so the user's next key counts it.
 * @param options.quotaTimezone decides where a day begins.
 */
export function createApiKey(
  db: Db,
  options: { quotaTimezone: string },
  input: NewApiKey,
): Promise<CreateApiKeyOutcome> {
  return db.transaction((tx) => enterApiKey(tx, options, input));
}

/** As `createApiKey`, as a part of a larger transaction. Any outcome but `created` has written nothing. */
export async function enterApiKey(
  tx: Db,
  options: { quotaTimezone: string },
  input: NewApiKey,
): Promise<CreateApiKeyOutcome> {
  const { userId } = input;
  const current = await lockKeyAccount(tx, userId);
  if (current === null) return { kind: 'no_such_user' };
  const acting = await readActingKey(tx, input.actor);
  if (acting.kind === 'actor_revoked') return acting;
  const today = await readToday(tx, 'api_key', userId, options.quotaTimezone);
  if (input.expiresAt !== null && input.expiresAt <= today.now) return { kind: 'expires_in_past' };
  // A key of another user has come here as the operator's.
  const creator = acting.kind === 'key' && acting.key.userId === userId ? acting.key : null;
  const grant = creator === null ? { kind: 'granted' as const, rights: input } : grantRights(input, rightsOf(creator));
  if (grant.kind !== 'granted') return grant;
  const refusal = refuseKeyCreation({ current, createdToday: today.created, deletedToday: today.deleted });
  if (creator !== null && refusal !== null) return refusal;
  const booked = await bookCreated(tx, 'api_key', {
    userId,
    day: today.day,
    count: 1,
    limit: creator === null ? null : MAX_API_KEYS,
  });
  // The account is locked, so what was decided still holds; the statement's own condition is the second bolt.
  if (!booked) throw new Error('The limit of API keys changed under a lock');
  return insert(tx, input, grant.rights);
}

const rightsOf = ({ scopes, tenantIds }: ApiKey): Rights => ({ scopes: scopes.filter(isScope), tenantIds });

async function insert(tx: Db, input: NewApiKey, rights: Rights): Promise<CreateApiKeyOutcome> {
  const { userId, name, expiresAt, actor } = input;
  const token = newToken();
  const id = newPrefixedId('key');
  const scopes = [...rights.scopes];
  const tenantIds = rights.tenantIds && [...rights.tenantIds];
  const apiKey = await insertApiKey(tx, {
    id,
    userId,
    name,
    scopes,
    tenantIds,
    expiresAt,
    tokenHash: hashToken(token),
  });
  await insertHistory(tx, { userId, kind: 'api_key', action: 'created', resourceIds: [id] });
  const details = { name, scopes, tenantIds, expiresAt };
  await insertAuditEvents(tx, [{ userId, actor, action: 'api_key.created', resourceId: id, details }]);
  return { kind: 'created', apiKey, token };
}
