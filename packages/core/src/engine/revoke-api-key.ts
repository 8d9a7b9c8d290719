import type { Db } from '../db/client.js';
import { deleteApiKey } from '../db/queries/api-keys.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { lockKeyAccount } from '../db/queries/quota-api-keys.js';
import { bookDeleted } from '../db/queries/quota-bookings.js';
import { insertHistory } from '../db/queries/quota-jobs.js';
import type { Actor } from '../domain/audit/actor.js';
import { isApiKeyId } from '../domain/ids.js';
import { readActingKey } from './acting-key.js';

export type RevokeApiKeyOutcome = { kind: 'revoked' } | { kind: 'not_found' } | { kind: 'actor_revoked' };

/**
 * Removes a credential for good and books that. No limit stands against it. Replicas that have just used it stop
 * accepting it within 5 s.
 */
export async function revokeApiKey(
  db: Db,
  options: { quotaTimezone: string },
  input: { userId: string; keyId: string; actor: Actor },
): Promise<RevokeApiKeyOutcome> {
  const { userId, keyId, actor } = input;
  if (!isApiKeyId(keyId)) return { kind: 'not_found' };
  return db.transaction(async (tx) => {
    if ((await lockKeyAccount(tx, userId)) === null) return { kind: 'not_found' };
    const acting = await readActingKey(tx, actor);
    if (acting.kind === 'actor_revoked') return acting;
    const deleted = await deleteApiKey(tx, userId, keyId);
    if (deleted === null) return { kind: 'not_found' };
    await bookDeleted(tx, 'api_key', userId, options.quotaTimezone);
    await insertHistory(tx, { userId, kind: 'api_key', action: 'deleted', resourceIds: [keyId] });
    const details = { name: deleted.name };
    await insertAuditEvents(tx, [{ userId, actor, action: 'api_key.deleted', resourceId: keyId, details }]);
    return { kind: 'revoked' };
  });
}
