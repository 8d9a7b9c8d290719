import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seeded, testSeed } from '@carillon/testkit/random';
import { seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { openDatabase, type Database } from '../../src/db/client.js';
import { insertApiKey } from '../../src/db/queries/api-keys.js';
import { hashToken, newToken } from '../../src/engine/api-token.js';
import { createAuthenticator } from '../../src/engine/authenticate-api-key.js';

let server: TestDatabase;
let database: Database;
let statements = 0;

beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 4 });
  // Each statement outside a transaction takes a connection once.
  database.pool.on('acquire', () => statements++);
});
afterAll(async () => {
  await database.close();
  await server.close();
});

let keys = 0;
async function seedKey(fields: Partial<Parameters<typeof insertApiKey>[1]> = {}, plan = 'FREE') {
  const token = newToken();
  const userId = await seedUser(database.db, plan);
  const id = `key_${++keys}`;
  const key = { id, userId, name: 'test', scopes: ['read:jobs'], tokenHash: hashToken(token), ...fields };
  await insertApiKey(database.db, key);
  return { token, userId, keyId: id };
}
const lastUsed = async (keyId: string) => {
  const { rows } = await database.pool.query<{ at: Date | null }>(
    'SELECT last_used_at AS at FROM api_keys WHERE id = $1',
    [keyId],
  );
  return rows[0]?.at ?? null;
};

describe('a token that works', () => {
  test('brings who it acts for, what it may do, its tenants and its plan', async () => {
    const { token, userId, keyId } = await seedKey({ scopes: ['job', 'read:jobs', 'gone'], tenantIds: ['a', 'b'] });
    expect(await createAuthenticator(database.db).authenticate(token)).toEqual({
      userId,
      keyId,
      scopes: new Set(['job', 'read:jobs']),
      tenantIds: ['a', 'b'],
      plan: { name: 'FREE', requestsPerMinute: 60, dailyApiCalls: 100 },
    });
  });

  test('has no limits where the plan has none', async () => {
    const { token } = await seedKey({}, 'UNLIMITED');
    const principal = await createAuthenticator(database.db).authenticate(token);
    expect(principal).toMatchObject({
      tenantIds: null,
      plan: { name: 'UNLIMITED', requestsPerMinute: null, dailyApiCalls: null },
    });
  });

  test('costs one statement, shared by all who ask at once, and none for a while after', async () => {
    const { token } = await seedKey();
    const authenticator = createAuthenticator(database.db);
    const before = statements;
    expect(authenticator.remembers(token)).toBe(false);
    await Promise.all([1, 2, 3].map(() => authenticator.authenticate(token)));
    await authenticator.authenticate(token);
    expect(authenticator.remembers(token)).toBe(true);
    expect(statements - before).toBe(1);
  });

  test('is noted as used, at most once a minute', async () => {
    const { token, keyId } = await seedKey();
    const use = () => createAuthenticator(database.db).authenticate(token);
    await use();
    const first = await lastUsed(keyId);
    expect(first).not.toBeNull();
    await use();
    expect(await lastUsed(keyId)).toEqual(first);
    await database.pool.query(`UPDATE api_keys SET last_used_at = last_used_at - interval '61 s' WHERE id = $1`, [
      keyId,
    ]);
    await use();
    expect((await lastUsed(keyId))?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Infinity);
  });
});

describe('a token that does not work', () => {
  test('takes one statement each time, is not remembered and not noted as used, whatever is wrong with it', async () => {
    const disabled = await seedKey({ enabled: false });
    const expired = await seedKey({ expiresAt: new Date(Date.now() - 1_000) });
    const authenticator = createAuthenticator(database.db);
    for (const token of [newToken(), disabled.token, expired.token]) {
      const before = statements;
      expect(await authenticator.authenticate(token)).toBeNull();
      expect(await authenticator.authenticate(token)).toBeNull();
      expect(statements - before).toBe(2);
      expect(authenticator.remembers(token)).toBe(false);
    }
    expect(await lastUsed(disabled.keyId)).toBeNull();
    expect(await lastUsed(expired.keyId)).toBeNull();
  });

  test('that has not even the shape of one costs no statement', async () => {
    const authenticator = createAuthenticator(database.db);
    const before = statements;
    for (const text of ['', 'car_', newToken().slice(0, -1), `${newToken()}x`, 'x'.repeat(10_000)]) {
      expect(await authenticator.authenticate(text)).toBeNull();
      expect(authenticator.remembers(text)).toBe(false);
    }
    expect(statements).toBe(before);
  });
});

/** Two halves of 10,000 tries, taken in turn and in random order, so that a slow moment of the machine meets both. */
test('the time a refusal takes does not tell how much of a token was right', async () => {
  const { token } = await seedKey();
  const random = seeded(testSeed());
  const authenticator = createAuthenticator(database.db);
  const tries = {
    prefix: () => token.slice(0, 24) + newToken().slice(24),
    random: newToken,
  };
  const times = { prefix: [] as number[], random: [] as number[] };
  const attempt = async (kind: 'prefix' | 'random') => {
    const guess = tries[kind]();
    const startedMs = performance.now();
    expect(await authenticator.authenticate(guess)).toBeNull();
    times[kind].push(performance.now() - startedMs);
  };
  for (let round = 0; round < 5_000; round++) {
    const first = random.next() < 0.5 ? 'prefix' : 'random';
    await attempt(first);
    await attempt(first === 'prefix' ? 'random' : 'prefix');
  }
  const ratio = median(times.prefix) / median(times.random);
  expect(ratio).toBeGreaterThan(0.95);
  expect(ratio).toBeLessThan(1.05);
});

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
