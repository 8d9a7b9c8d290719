import { and, eq } from 'drizzle-orm';
import type { Db } from '../client.js';
import { idempotencyKeys } from '../schema/index.js';

export type IdempotencyRow = Pick<typeof idempotencyKeys.$inferSelect, 'userId' | 'key' | 'requestHash' | 'resourceId'>;

/**
 * Takes an idempotency key for the resource about to be made. Two requests with the same key meet here: the second
 * waits for the first one's transaction, then finds its row.
 * @returns null when the key is now ours, else the row of the request that had it first.
 */
export async function takeIdempotencyKey(db: Db, row: IdempotencyRow): Promise<IdempotencyRow | null> {
  const taken = await db
    .insert(idempotencyKeys)
    .values(row)
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (taken.length > 0) return null;
  const [first] = await db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.userId, row.userId), eq(idempotencyKeys.key, row.key)));
  if (first === undefined) throw new Error('An idempotency key was taken and has gone within one transaction');
  return first;
}
