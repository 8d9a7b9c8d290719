import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { epochMs, rowsOf } from '../sql.js';

/** Whose key it is, and until when. */
export interface Account {
  userId: string;
  email: string;
  name: string;
  plan: string;
  keyId: string;
  keyName: string;
  /** Epoch milliseconds; null is no end. */
  expiresAt: number | null;
  /** The Postgres clock, epoch milliseconds. */
  now: number;
}

/** The account that a key acts for; null when the key has gone. */
export async function selectAccount(db: Db, keyId: string): Promise<Account | null> {
  const [row] = await rowsOf<Account>(
    db,
    sql`SELECT u.id AS "userId", u.email, u.name, u.plan, k.id AS "keyId", k.name AS "keyName",
          ${epochMs(sql`k.expires_at`)} AS "expiresAt", ${epochMs(sql`clock_timestamp()`)} AS now
        FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.id = ${keyId}`,
  );
  return row ?? null;
}
