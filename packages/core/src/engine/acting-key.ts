import type { Db } from '../db/client.js';
import { selectUsableApiKeyById, type ApiKey } from '../db/queries/api-keys.js';
import type { Actor } from '../domain/audit/actor.js';

/** With what somebody changes keys. */
export type ActingKey = { kind: 'key'; key: ApiKey } | { kind: 'operator' } | { kind: 'actor_revoked' };

/**
 * Reads the key that a change to keys is made with, in the transaction of that change and after the user's lock. The
 * authenticator remembers keys for some seconds: in that time one that has just been disabled could enable itself again,
 * and one that was deleted could make itself a successor.
 */
export async function readActingKey(tx: Db, actor: Actor): Promise<ActingKey> {
  if (actor.kind !== 'api_key') return { kind: 'operator' };
  const key = await selectUsableApiKeyById(tx, actor.keyId);
  return key === null ? { kind: 'actor_revoked' } : { kind: 'key', key };
}
