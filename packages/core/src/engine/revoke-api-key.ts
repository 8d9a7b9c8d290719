import type { Db } from '../db/client.js';
import { deleteApiKey } from '../db/queries/api-keys.js';
import { insertHistory } from '../db/queries/quota-jobs.js';

/** Removes a credential for good. Replicas that have just used it stop accepting it within 5 s. */
export function revokeApiKey(
  db: Db,
  input: { userId: string; keyId: string },
): Promise<{ kind: 'revoked' } | { kind: 'not_found' }> {
  return db.transaction(async (tx) => {
    if (!(await deleteApiKey(tx, input.userId, input.keyId))) return { kind: 'not_found' };
    await insertHistory(tx, {
      userId: input.userId,
      kind: 'api_key',
      action: 'deleted',
      resourceIds: [input.keyId],
    });
    return { kind: 'revoked' };
  });
}
