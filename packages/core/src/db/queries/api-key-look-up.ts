import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { rowsOf } from '../sql.js';

/** What a request needs to know of the key it came with. */
export interface KeyFacts {
  keyId: string;
  userId: string;
  scopes: string[];
  tenantIds: string[] | null;
  planName: string;
  requestsPerMinute: number | null;
  dailyApiCalls: number | null;
}

/** How stale `last_used_at` may be: it is written at most this often, so that reading jobs costs no write. */
const TOUCH_EVERY = sql`interval '60 seconds'`;

/**
 * The key with this token hash and its user's plan, if it may be used now: enabled and not expired by the Postgres
 * clock. Notes its use in the same statement, when the last note is old; the request pays one round trip in any case.
 */
export async function lookUpApiKey(db: Db, tokenHash: Buffer): Promise<KeyFacts | null> {
  const [row] = await rowsOf<KeyFacts>(
    db,
    sql`WITH found AS (
          SELECT k.id, k.user_id, k.scopes, k.tenant_ids, k.last_used_at FROM api_keys k
          WHERE k.token_hash = ${tokenHash} AND k.enabled
            AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
        ), touched AS (
          UPDATE api_keys k SET last_used_at = clock_timestamp() FROM found
          WHERE k.id = found.id
            AND coalesce(found.last_used_at < clock_timestamp() - ${TOUCH_EVERY}, true)
        )
        SELECT found.id AS "keyId", found.user_id AS "userId", found.scopes, found.tenant_ids AS "tenantIds",
          p.name AS "planName", p.requests_per_minute AS "requestsPerMinute", p.daily_api_calls AS "dailyApiCalls"
        FROM found JOIN users u ON u.id = found.user_id JOIN plans p ON p.name = u.plan`,
  );
  return row ?? null;
}
