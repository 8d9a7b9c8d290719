import type { Db } from '../db/client.js';
import { selectApiKey, updateApiKeyRow, type ApiKey } from '../db/queries/api-keys.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { lockKeyAccount } from '../db/queries/quota-api-keys.js';
import type { Actor } from '../domain/audit/actor.js';
import { noteApiKeyChanged } from '../domain/audit/describe-events.js';
import { isApiKeyId } from '../domain/ids.js';
import { readActingKey } from './acting-key.js';

export type UpdateApiKeyOutcome =
  { kind: 'updated'; apiKey: ApiKey } | { kind: 'not_found' } | { kind: 'actor_revoked' };

export interface ApiKeyChange {
  userId: string;
  keyId: string;
  /** The fields to change; the others stay. Nothing else of a key can change. */
  changes: { name?: string | undefined; enabled?: boolean | undefined };
  actor: Actor;
}

/** Renames a key, disables or enables it. Replicas that have just used it stop accepting it within 5 s. */
export async function updateApiKey(db: Db, input: ApiKeyChange): Promise<UpdateApiKeyOutcome> {
  const { userId, keyId, changes, actor } = input;
  if (!isApiKeyId(keyId)) return { kind: 'not_found' };
  return db.transaction(async (tx) => {
    if ((await lockKeyAccount(tx, userId)) === null) return { kind: 'not_found' };
    const acting = await readActingKey(tx, actor);
    if (acting.kind === 'actor_revoked') return acting;
    const before = await selectApiKey(tx, userId, keyId);
    if (before === null) return { kind: 'not_found' };
    const { name = before.name, enabled = before.enabled } = changes;
    const apiKey = await updateApiKeyRow(tx, { id: keyId, userId, name, enabled });
    if (apiKey === null) throw new Error('An API key has gone while its user was locked');
    const notes = noteApiKeyChanged(before, apiKey);
    await insertAuditEvents(
      tx,
      notes.map((note) => ({ userId, actor, resourceId: keyId, ...note })),
    );
    return { kind: 'updated', apiKey };
  });
}
