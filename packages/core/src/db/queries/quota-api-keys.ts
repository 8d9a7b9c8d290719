import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { rowsOf } from '../sql.js';

/**
 * Locks a user's row and reads how many API keys there are. Every change to a user's keys begins with it, so they follow
 * one another: sums are exact, and what is read after it stays true.
 * @returns null when there is no such user.
 */
export async function lockKeyAccount(db: Db, userId: string): Promise<number | null> {
  const [row] = await rowsOf<{ count: number }>(
    db,
    sql`SELECT api_key_count AS count FROM users WHERE id = ${userId} FOR NO KEY UPDATE`,
  );
  return row?.count ?? null;
}
