import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { apiKeys } from '../schema/index.js';

export type ApiKey = typeof apiKeys.$inferSelect;

/** How stale `lastUsedAt` may be: it is written at most this often, so that reading jobs costs no write. */
const TOUCH_EVERY = sql`interval '60 seconds'`;

/** The key with this token hash, if it may be used now: enabled and not expired by the Postgres clock. */
export async function selectUsableApiKey(db: Db, tokenHash: Buffer): Promise<ApiKey | null> {
  const unexpired = or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`clock_timestamp()`));
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.tokenHash, tokenHash), apiKeys.enabled, unexpired));
  return row ?? null;
}

/** Notes that a key was used. */
export async function touchApiKey(db: Db, id: string): Promise<void> {
  const stale = sql`coalesce(${apiKeys.lastUsedAt} < clock_timestamp() - ${TOUCH_EVERY}, true)`;
  await db
    .update(apiKeys)
    .set({ lastUsedAt: sql`clock_timestamp()` })
    .where(and(eq(apiKeys.id, id), stale));
}

/** Adds a key. */
export async function insertApiKey(db: Db, key: typeof apiKeys.$inferInsert): Promise<ApiKey> {
  const [row] = await db.insert(apiKeys).values(key).returning();
  if (row === undefined) throw new Error('Postgres returned no row for an inserted API key');
  return row;
}

/** A user's keys, oldest first. */
export function selectApiKeys(db: Db, userId: string): Promise<ApiKey[]> {
  return db.select().from(apiKeys).where(eq(apiKeys.userId, userId)).orderBy(asc(apiKeys.createdAt), asc(apiKeys.id));
}

/** Removes a key; false when the user has none with this id. */
export async function deleteApiKey(db: Db, userId: string, id: string): Promise<boolean> {
  const rows = await db
    .delete(apiKeys)
    .where(and(eq(apiKeys.id, id), eq(apiKeys.userId, userId)))
    .returning({ id: apiKeys.id });
  return rows.length > 0;
}
