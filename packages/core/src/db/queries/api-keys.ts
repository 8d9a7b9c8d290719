import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { apiKeys } from '../schema/index.js';

export type ApiKey = typeof apiKeys.$inferSelect;

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

const isOf = (userId: string, id: string) => and(eq(apiKeys.id, id), eq(apiKeys.userId, userId));

/** A user's key; null when there is none with this id, or it is another user's. */
export async function selectApiKey(db: Db, userId: string, id: string): Promise<ApiKey | null> {
  const [row] = await db.select().from(apiKeys).where(isOf(userId, id));
  return row ?? null;
}

/** A key by its id, if it may be used now. */
export async function selectUsableApiKeyById(db: Db, id: string): Promise<ApiKey | null> {
  const unexpired = or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`clock_timestamp()`));
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), apiKeys.enabled, unexpired));
  return row ?? null;
}

/** Writes what of a key can change; null when the user has none with this id. */
export async function updateApiKeyRow(
  db: Db,
  key: Pick<ApiKey, 'id' | 'userId' | 'name' | 'enabled'>,
): Promise<ApiKey | null> {
  const { id, userId, name, enabled } = key;
  const [row] = await db.update(apiKeys).set({ name, enabled }).where(isOf(userId, id)).returning();
  return row ?? null;
}

/** Removes a key and gives what it was; null when the user has none with this id. */
export async function deleteApiKey(db: Db, userId: string, id: string): Promise<ApiKey | null> {
  const [row] = await db.delete(apiKeys).where(isOf(userId, id)).returning();
  return row ?? null;
}

/** Which of these keys may be used now. */
export async function selectUsableKeyIds(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const unexpired = or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`clock_timestamp()`));
  const rows = await db
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(inArray(apiKeys.id, [...ids]), apiKeys.enabled, unexpired));
  return new Set(rows.map((row) => row.id));
}
