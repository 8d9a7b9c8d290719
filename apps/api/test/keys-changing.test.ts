import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keysAt, made, within5s } from './support/keys.js';
import { startApi, type TestApi } from './support/start-api.js';

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

const { booked, create, keysOf, put, remove, works } = keysAt(() => api);

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
