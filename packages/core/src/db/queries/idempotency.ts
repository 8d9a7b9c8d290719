import type { Db } from '../client.js';
import { idempotencyKeys } from '../schema/index.js';

export type IdempotencyRow = Pick<typeof idempotencyKeys.$inferSelect, 'userId' | 'key' | 'requestHash' | 'resourceId'>;

/**
 * Takes an idempotency key for the resource about to be made. Two requests with the same key meet here: the second
 * waits for the first one's transaction, then finds its row. Finding it is one statement with taking it, by an update
 * that changes nothing: between two statements the row could be pruned.
 * @returns null when the key is now ours, else the row of the request that had it first.
 */
export async function takeIdempotencyKey(db: Db, row: IdempotencyRow): Promise<IdempotencyRow | null> {
  const [first] = await db
    .insert(idempotencyKeys)
    .values(row)
    .onConflictDoUpdate({ target: [idempotencyKeys.userId, idempotencyKeys.key], set: { key: row.key } })
    .returning();
  if (first === undefined) throw new Error('Postgres neither took an idempotency key nor found it');
  return first.resourceId === row.resourceId ? null : first;
}
