import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { createApiKey } from '@carillon/core/engine/create-api-key';
import { seeded, testSeed } from '@carillon/testkit/random';
import { waitFor } from '@carillon/testkit/wait-for';
import { startApi, type Answer, type TestApi } from './support/start-api.js';

let api: TestApi;
let replica: TestApi;
beforeAll(async () => {
  api = await startApi();
  replica = await startApi(undefined, null, api);
}, 60_000);
afterAll(async () => {
  await replica.close();
  await api.close();
});

interface Key {
  id: string;
  keyHash: string;
  [field: string]: unknown;
}

const ENGLISH = { 'accept-language': 'en' };
const create = (token: string, change: object = {}) =>
  api.call(token, 'POST', '/api/keys', { name: 'CI', scopes: ['read:jobs'], ...change }, ENGLISH);
const made = (answer: Answer) => {
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.body.data as unknown as { apiKey: Key; token: string };
};
const keysOf = async (token: string) => (await api.call(token, 'GET', '/api/keys')).body.data as unknown as Key[];
const put = (token: string, id: string, changes: object) => api.call(token, 'PUT', `/api/keys/${id}`, changes, ENGLISH);
const remove = (token: string, id: string) => api.call(token, 'DELETE', `/api/keys/${id}`);
const works = async (token: string, at = api) => (await at.call(token, 'GET', '/api/jobs')).status;
// Asked seldom: a request in a tight loop would slow down what it waits for.
const within5s = (what: string, condition: () => Promise<boolean>) =>
  waitFor(what, condition, { timeoutMs: 5_000, everyMs: 100 });
const rowsOf = async (statement: string, ...values: unknown[]) =>
  (await api.database.pool.query<Record<string, unknown>>(statement, values)).rows;
const booked = async (userId: string) => {
  const [user] = await rowsOf(
    `SELECT api_key_count AS count, api_keys_created AS created, api_keys_deleted AS deleted, peak_api_key_count AS peak
     FROM users u JOIN usage_days d ON d.user_id = u.id WHERE u.id = $1`,
    userId,
  );
  return user;
};

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

describe('changing', () => {
  test('renames, disables, enables; what is not sent stays', async () => {
    const { token } = await api.user('UNLIMITED');
    const { apiKey } = made(await create(token));
    const renamed = await api.call(token, 'PUT', `/api/keys/${apiKey.id}`, { name: 'New name' });
    expect([renamed.status, renamed.body.message]).toEqual([200, 'API キーを更新しました']);
    expect(renamed.body.data).toEqual({ ...apiKey, name: 'New name' });
    expect((await put(token, apiKey.id, { enabled: false })).body.data).toMatchObject({
      name: 'New name',
      enabled: false,
    });
    expect((await put(token, apiKey.id, { name: 'CI', enabled: true })).body.data).toEqual(apiKey);
    expect((await put(token, apiKey.id, {})).body.data).toEqual(apiKey);
  });

  test.each<[string, object, string, string]>([
    ['scopes', { scopes: ['read:jobs'] }, 'scopes', 'cannot change after creation. Create a new one instead'],
    ['the expiry', { expiresAt: null }, 'expiresAt', 'cannot change after creation. Create a new one instead'],
    ['the tenants', { tenantIds: null }, 'tenantIds', 'cannot change after creation. Create a new one instead'],
    ['an unknown field', { keyHash: 'x' }, 'keyHash', 'is not a known field'],
    ['another user', { userId: 'user_x' }, 'userId', 'is not a known field'],
    ['a name that is none', { name: null }, 'name', 'must be a string, not null'],
    ['enabled as text', { enabled: 'false' }, 'enabled', 'must be true or false, not a string'],
  ])('refuses %s', async (_title, changes, field, sentence) => {
    const { token } = await api.user('UNLIMITED');
    const [key] = await keysOf(token);
    const answer = await put(token, key?.id ?? '', changes);
    expect([answer.status, answer.body.message]).toEqual([400, `The input is not valid. ${field}: ${sentence}`]);
    expect(await keysOf(token)).toEqual([{ ...key, lastUsed: expect.any(String) }]);
  });

  test('a key may disable and delete itself', async () => {
    const itself = async (how: 'disable' | 'delete') => {
      const { token } = await api.user('UNLIMITED');
      const { apiKey, token: own } = made(await create(token, { scopes: ['write:keys', 'read:jobs'] }));
      expect(await works(own)).toBe(200);
      const answer = how === 'delete' ? await remove(own, apiKey.id) : await put(own, apiKey.id, { enabled: false });
      expect([how, answer.status]).toEqual([how, 200]);
      // Still remembered by the authenticator, it can neither come back nor leave a successor.
      expect((await put(own, apiKey.id, { enabled: true })).status).toBe(401);
      expect((await create(own)).status).toBe(401);
      expect((await remove(own, apiKey.id)).status).toBe(401);
      await within5s(`the key that did ${how} itself is refused`, async () => (await works(own)) === 401);
    };
    // Side by side, since each waits for seconds.
    await Promise.all([itself('disable'), itself('delete')]);
  });

  test('keys that disable one another at once: one wins, and nothing is stuck', async () => {
    const { token } = await api.user('UNLIMITED');
    const scopes = ['write:keys'];
    for (let round = 0; round < 3; round += 1) {
      const [a, b] = [made(await create(token, { scopes })), made(await create(token, { scopes }))];
      const answers = await Promise.all([
        put(a.token, b.apiKey.id, { enabled: false }),
        put(b.token, a.apiKey.id, { enabled: false }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    }
  });
});

describe('other keys than one’s own', () => {
  test.each(['key_00000000000070008000000000000000', 'x', '%00', 'key_%00', `key_${'0'.repeat(5_000)}`])(
    '%s is not there',
    async (id) => {
      const { token } = await api.user('UNLIMITED');
      const answers = [
        await api.call(token, 'GET', `/api/keys/${id}`),
        await put(token, id, { name: 'Mine' }),
        await remove(token, id),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    },
  );

  test('another user’s cannot be seen, changed or deleted', async () => {
    const owner = await api.user('UNLIMITED');
    const stranger = await api.user('UNLIMITED');
    const [key] = await keysOf(owner.token);
    const id = key?.id ?? '';
    expect((await api.call(stranger.token, 'GET', `/api/keys/${id}`)).status).toBe(404);
    expect((await put(stranger.token, id, { enabled: false })).status).toBe(404);
    expect((await remove(stranger.token, id)).status).toBe(404);
    expect(await keysOf(stranger.token)).toHaveLength(1);
    expect(await keysOf(owner.token)).toEqual([key]);
    expect(await booked(stranger.userId)).toMatchObject({ count: 1, deleted: 0 });
  });
});

test('a disabled and a deleted key are refused by every replica within 5 s, and one enabled again is accepted', async () => {
  const refusedOnce = async (how: 'disabled' | 'deleted') => {
    const { token } = await api.user('UNLIMITED');
    const { apiKey, token: fresh } = made(await create(token));
    expect([await works(fresh), await works(fresh, replica)]).toEqual([200, 200]);
    if (how === 'deleted') await remove(token, apiKey.id);
    else await put(token, apiKey.id, { enabled: false });
    const refused = async () => (await works(fresh)) === 401 && (await works(fresh, replica)) === 401;
    await within5s(`both replicas refuse the ${how} key`, refused);
    if (how === 'deleted') return;
    await put(token, apiKey.id, { enabled: true });
    const accepted = async () => (await works(fresh)) === 200 && (await works(fresh, replica)) === 200;
    await within5s('both replicas accept it again', accepted);
  };
  await Promise.all([refusedOnce('disabled'), refusedOnce('deleted')]);
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
