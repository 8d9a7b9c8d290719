import { randomUUID } from 'node:crypto';
import type { Db } from '@carillon/core/db/client';
import { newId, newPrefixedId } from '@carillon/core/db/ids';
import { apiKeys, cronJobs, users } from '@carillon/core/db/schema/index';
import { SCOPES, type Scope } from '@carillon/core/domain/api-key/scopes';
import { hashToken, newToken } from '@carillon/core/engine/api-token';

type NewCronJob = typeof cronJobs.$inferInsert;

/** Inserts a user; its id. */
export async function seedUser(db: Db, plan = 'UNLIMITED'): Promise<string> {
  const id = `user_${randomUUID().replaceAll('-', '')}`;
  await db.insert(users).values({ id, name: 'Test', email: `${id}@example.com`, plan });
  return id;
}

/** Inserts a key of a user, past all limits; its token. */
export async function seedApiKey(db: Db, userId: string, scopes: readonly Scope[] = SCOPES): Promise<string> {
  const token = newToken();
  const key = { id: newPrefixedId('key'), userId, name: 'test', scopes: [...scopes], tokenHash: hashToken(token) };
  await db.insert(apiKeys).values(key);
  return token;
}

/**
 * Inserts `count` cron jobs of a user that POST `{}`, or make worker jobs if a target says so, due now unless `fields` say
 * otherwise; their ids in order.
 */
export async function seedCronJobs(
  db: Db,
  count: number,
  fields: Partial<NewCronJob> & { userId: string },
): Promise<string[]> {
  const call = { url: 'http://example.com/', method: 'POST' as const, body: '{}' };
  const rows = Array.from({ length: count }, (_, i) => ({
    id: newId(),
    name: `job ${i + 1}`,
    ...(fields.target ? {} : call),
    schedule: '0 4 * * *',
    timezone: 'UTC',
    enabled: true,
    nextRunAt: new Date(Date.now() - 10),
    ...fields,
  }));
  // Postgres takes at most 65,535 parameters in a statement.
  for (let start = 0; start < rows.length; start += 1_000)
    await db.insert(cronJobs).values(rows.slice(start, start + 1_000));
  return rows.map((row) => row.id);
}
