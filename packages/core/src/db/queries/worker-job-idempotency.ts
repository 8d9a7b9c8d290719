import type { Queryable } from '../client.js';

/** The request that had an idempotency key first, and the worker jobs it made. */
export interface FirstRequest {
  requestHash: Buffer;
  keys: string[];
}

/**
 * Keys of worker jobs stand apart from those of cron jobs, whatever a user calls the latter: no header carries a line
 * feed.
 */
const NAMESPACE = 'worker_job\n';

/** As in idempotency.ts: an update that changes nothing finds the row that is there. */
const TAKE = `
  INSERT INTO idempotency_keys AS k (user_id, key, request_hash, resource_id) VALUES ($1, $2, $3, $4)
  ON CONFLICT (user_id, key) DO UPDATE SET key = k.key
  RETURNING request_hash AS "requestHash", resource_id AS "resourceId"`;

/**
 * Takes an idempotency key for the worker jobs about to be made. Two requests with the same key meet here: the second
 * waits for the first one's transaction, then finds its row, in the same statement: between two the row could be pruned.
 * @returns null when the key is now ours, else the request that had it first.
 */
export async function takeWorkerJobKeys(
  pg: Queryable,
  taking: { userId: string; idempotencyKey: string; requestHash: Buffer; keys: readonly string[] },
): Promise<FirstRequest | null> {
  const resourceId = taking.keys.join(' ');
  const { rows } = await pg.query<{ requestHash: Buffer; resourceId: string }>(TAKE, [
    taking.userId,
    NAMESPACE + taking.idempotencyKey,
    taking.requestHash,
    resourceId,
  ]);
  const [first] = rows;
  if (first === undefined) throw new Error('Postgres neither took an idempotency key nor found it');
  // Keys of jobs are made anew for each request.
  if (first.resourceId === resourceId) return null;
  return { requestHash: first.requestHash, keys: first.resourceId.split(' ') };
}
