import type { Queryable } from '../client.js';

/** The request that had an idempotency key first, and the worker jobs it made. */
export interface FirstRequest {
  requestHash: Buffer;
  keys: string[];
}

/** Keys of worker jobs stand apart from those of cron jobs, which a user may have called the same. */
const NAMESPACE = 'worker_job:';

/**
 * Takes an idempotency key for the worker jobs about to be made. Two requests with the same key meet here: the second
 * waits for the first one's transaction, then finds its row.
 * @returns null when the key is now ours, else the request that had it first.
 */
export async function takeWorkerJobKeys(
  pg: Queryable,
  taking: { userId: string; idempotencyKey: string; requestHash: Buffer; keys: readonly string[] },
): Promise<FirstRequest | null> {
  const own = [taking.userId, NAMESPACE + taking.idempotencyKey];
  const taken = await pg.query(
    `INSERT INTO idempotency_keys (user_id, key, request_hash, resource_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING key`,
    [...own, taking.requestHash, taking.keys.join(' ')],
  );
  if (taken.rows.length > 0) return null;
  const { rows } = await pg.query<{ requestHash: Buffer; resourceId: string }>(
    'SELECT request_hash AS "requestHash", resource_id AS "resourceId" FROM idempotency_keys WHERE user_id = $1 AND key = $2',
    own,
  );
  const [first] = rows;
  if (first === undefined) throw new Error('An idempotency key was taken and has gone within one transaction');
  return { requestHash: first.requestHash, keys: first.resourceId.split(' ') };
}
