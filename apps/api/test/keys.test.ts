import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { createApiKey } from '@carillon/core/engine/create-api-key';
import { seeded, testSeed } from '@carillon/testkit/random';
import { keysAt, made } from './support/keys.js';
import { startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.close());

const { booked, create, keysOf, remove, rowsOf, works } = keysAt(() => api);

describe('creating', () => {
  test('shows the token once; the key does what it was given and nothing else', async () => {
    const { token, userId } = await api.user('UNLIMITED');
    const expiresAt = '2099-01-01T00:00:00.000Z';
    const { apiKey, token: fresh } = made(await create(token, { expiresAt: '2099-01-01T09:00:00+09:00' }));
    expect(apiKey).toEqual({
      id: expect.stringMatching(/^key_[0-9a-f]{32}$/),
      name: 'CI',
      keyHash: createHash('sha256').update(fresh).digest('hex').slice(0, 12),
      scopes: ['read:jobs'],
      tenantIds: null,
      enabled: true,
      expiresAt,
      lastUsed: null,
      createdAt: expect.any(String),
      userId,
    });
    expect(await works(fresh)).toBe(200);
    expect((await api.call(fresh, 'POST', '/api/jobs', {})).status).toBe(403);
    const shown = [await api.call(token, 'GET', '/api/keys'), await api.call(token, 'GET', `/api/keys/${apiKey.id}`)];
    for (const { text } of shown) expect(text).not.toContain(fresh.slice(4));
    expect(shown[1]?.body.data).toEqual({ ...apiKey, lastUsed: expect.any(String) });
    expect((await keysOf(token)).map(({ id }) => id)).toContain(apiKey.id);
  });

  test('cannot give scopes that the creating key lacks', async () => {
    const { userId } = await api.user('UNLIMITED');
    const limited = await api.token(userId, ['write:keys', 'read:jobs']);
    const answer = await create(limited, { scopes: ['read:jobs', 'system', 'write:jobs'] });
    expect([answer.status, answer.body.error]).toEqual([
      403,
      { code: 'forbidden', details: { kind: 'scopes_beyond_creator', scopes: ['system', 'write:jobs'] } },
    ]);
    expect(answer.body.message).toBe('A key cannot grant scopes that it does not have itself: system, write:jobs');
    expect((await create(limited, { scopes: ['read:jobs', 'read:jobs'] })).body.data).toMatchObject({
      apiKey: { scopes: ['read:jobs'] },
    });
  });

  test('cannot give tenants that the creating key does not see; the restriction is passed on', async () => {
    const { token } = await api.user('UNLIMITED');
    const tenantIds = ['acme', 'globex'];
    const restricted = made(await create(token, { scopes: SCOPES, tenantIds }));
    expect(restricted.apiKey['tenantIds']).toEqual(tenantIds);
    const refused = await create(restricted.token, { tenantIds: ['acme', 'initech'] });
    expect([refused.status, refused.body.error?.details]).toEqual([
      403,
      { kind: 'tenants_beyond_creator', tenantIds: ['initech'] },
    ]);
    const narrower = made(await create(restricted.token, { tenantIds: ['globex', 'globex'] }));
    expect(narrower.apiKey['tenantIds']).toEqual(['globex']);
    expect(made(await create(restricted.token)).apiKey['tenantIds']).toEqual(tenantIds);
  });

  test.each<[string, object, string]>([
    ['no name', { name: undefined }, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['a name of 256 characters', { name: 'n'.repeat(256) }, 'name'],
    ['no scopes', { scopes: undefined }, 'scopes'],
    ['an empty list of scopes', { scopes: [] }, 'scopes'],
    ['an unknown scope', { scopes: ['read:jobs', 'admin'] }, 'scopes[1]'],
    ['an expiry in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['an expiry that is no instant', { expiresAt: 'tomorrow' }, 'expiresAt'],
    ['an expiry beyond the calendar', { expiresAt: '+099999-01-01T00:00:00Z' }, 'expiresAt'],
    ['no tenants', { tenantIds: [] }, 'tenantIds'],
    ['101 tenants', { tenantIds: Array.from({ length: 101 }, (_, i) => `t${i}`) }, 'tenantIds'],
    ['a tenant that is no label', { tenantIds: ['a b'] }, 'tenantIds[0]'],
    ...['id', 'userId', 'tokenHash', 'keyHash', 'token', 'enabled', 'lastUsed', 'createdAt'].map(
      (field): [string, object, string] => [`the field ${field}`, { [field]: 'x' }, field],
    ),
  ])('refuses %s by its name', async (_title, change, field) => {
    const { token } = await api.user('UNLIMITED');
    const answer = await create(token, change);
    expect([answer.status, answer.body.error?.details.fields?.map((fault) => fault.field)]).toEqual([400, [field]]);
    expect(answer.body.message).toContain(`${field}: `);
  });

  test('the instant of expiry is judged by the Postgres clock, and so is the key', async () => {
    const { token } = await api.user('UNLIMITED');
    const [clock] = await rowsOf(`SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now`);
    expect((await create(token, { expiresAt: clock?.['now'] })).status).toBe(400);
    const { apiKey, token: fresh } = made(await create(token, { expiresAt: '2099-01-01T00:00:00Z' }));
    await rowsOf('UPDATE api_keys SET expires_at = clock_timestamp() WHERE id = $1', apiKey.id);
    expect(await works(fresh)).toBe(401);
  });
});

describe('limits', () => {
  test('30 creations at once: exactly 10 keys', async () => {
    const { token, userId } = await api.user('UNLIMITED');
    const answers = await Promise.all(Array.from({ length: 30 }, () => create(token)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(answers.length - refused.length).toBe(9);
    expect(new Set(refused.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect([refused[0]?.status, refused[0]?.body.message, refused[0]?.body.error]).toEqual([
      400,
      'The limit of 10 API keys is reached. Current API keys: 10',
      { code: 'plan_limit', details: { kind: 'key_limit', limit: 10, current: 10 } },
    ]);
    expect(await keysOf(token)).toHaveLength(10);
    expect(await booked(userId)).toEqual({ count: 10, created: 10, deleted: 0, peak: 10 });
  });

  test('20 creations and deletions a day; a deletion is never refused; the next day begins anew', async () => {
    const { token, userId } = await api.user('UNLIMITED');
    for (let round = 0; round < 9; round += 1) await remove(token, made(await create(token)).apiKey.id);
    const { apiKey: last } = made(await create(token));
    expect(await booked(userId)).toEqual({ count: 2, created: 11, deleted: 9, peak: 2 });
    const refused = await api.call(token, 'POST', '/api/keys', { name: 'CI', scopes: ['read:jobs'] });
    expect([refused.status, refused.body.message]).toEqual([
      400,
      '1 日の API キーの作成・削除の上限 (20 回) を超えてしまいます。今日の作成: 11 回、削除: 9 回',
    ]);
    expect((await remove(token, last.id)).status).toBe(200);
    expect(await booked(userId)).toEqual({ count: 1, created: 11, deleted: 10, peak: 2 });
    await rowsOf('UPDATE usage_days SET day = day - 1 WHERE user_id = $1', userId);
    expect((await create(token)).status).toBe(201);
  });

  test('the operator is not bound by them, and books the same', async () => {
    const { token, userId } = await api.user('UNLIMITED');
    for (let i = 0; i < 11; i += 1) await api.token(userId, ['read:jobs']);
    expect(await booked(userId)).toEqual({ count: 12, created: 12, deleted: 0, peak: 12 });
    expect((await create(token)).body.error?.details).toEqual({ kind: 'key_limit', limit: 10, current: 12 });
  });

  test('creations and deletions at once keep counts, history and peak right', async () => {
    const { token, userId } = await api.user('UNLIMITED');
    const random = seeded(testSeed());
    const first = await Promise.all(Array.from({ length: 5 }, async () => made(await create(token)).apiKey.id));
    const work = [...first, ...first].map((id) => () => remove(token, id));
    const more = Array.from({ length: 5 }, () => () => create(token));
    const shuffled = [...work, ...more].sort(() => random.next() - 0.5);
    const answers = await Promise.all(shuffled.map((send) => send()));
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(5);
    const [history] = await rowsOf(
      `SELECT count(*) FILTER (WHERE action = 'created')::int AS created,
         count(*) FILTER (WHERE action = 'deleted')::int AS deleted
       FROM resource_history WHERE user_id = $1 AND kind = 'api_key'`,
      userId,
    );
    expect(history).toEqual({ created: 11, deleted: 5 });
    const counts = await booked(userId);
    expect(counts).toMatchObject({ count: 6, ...history });
    expect(counts?.['peak']).toBeGreaterThanOrEqual(6);
    expect(counts?.['peak']).toBeLessThanOrEqual(10);
    expect(await keysOf(token)).toHaveLength(6);
  });

  test('a day that begins with a deletion has its peak before it', async () => {
    const { token, userId } = await api.user('UNLIMITED');
    const { apiKey } = made(await create(token));
    await rowsOf('DELETE FROM usage_days WHERE user_id = $1', userId);
    await remove(token, apiKey.id);
    expect(await booked(userId)).toEqual({ count: 1, created: 0, deleted: 1, peak: 2 });
  });
});

describe('what is stored', () => {
  test('no table holds a token', async () => {
    const { token, userId } = await api.user('UNLIMITED');
    const { token: fresh } = made(await create(token));
    const { token: granted } = await grant(userId);
    const tables = await rowsOf(`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
                                 WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`);
    expect(tables.length).toBeGreaterThan(8);
    for (const { name } of tables) {
      const [dump] = await rowsOf(`SELECT coalesce(string_agg(t::text, chr(10)), '') AS rows FROM ${String(name)} t`);
      for (const secret of [token, fresh, granted]) {
        expect([name, String(dump?.['rows']).includes(secret.slice(4))]).toEqual([name, false]);
      }
    }
  });

  test('what is stored or shown of a key opens nothing', async () => {
    const { userId } = await api.user('UNLIMITED');
    const { apiKey, token } = await grant(userId);
    const spellings = (['hex', 'base64', 'base64url'] as const).map((encoding) => apiKey.tokenHash.toString(encoding));
    const guesses = [
      ...spellings,
      ...spellings.map((spelling) => `car_${spelling}`),
      apiKey.tokenHash.toString('hex').slice(0, 12),
      `car_${apiKey.tokenHash.toString('hex').slice(0, 12)}`,
      apiKey.id,
      token.toUpperCase(),
      token.slice(0, -1),
    ];
    for (const guess of guesses) expect([guess, await works(guess)]).toEqual([guess, 401]);
    expect(await works(token)).toBe(200);
  });
});

async function grant(userId: string) {
  const actor = { kind: 'command_line' } as const;
  const key = { userId, name: 'granted', scopes: SCOPES, tenantIds: null, expiresAt: null, actor };
  const outcome = await createApiKey(api.database.db, { quotaTimezone: 'Asia/Tokyo' }, key);
  if (outcome.kind !== 'created') throw new Error(outcome.kind);
  return outcome;
}
