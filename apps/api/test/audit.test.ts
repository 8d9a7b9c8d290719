import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { updateApiKey } from '@carillon/core/engine/update-api-key';
import { ADMIN_TOKEN, DRAFT, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.close());

interface Event {
  id: string;
  at: string;
  userId: string;
  actor: string;
  keyId: string | null;
  action: string;
  resourceId: string;
  address: string | null;
  details: Record<string, unknown>;
}

const ADMIN = { 'x-admin-token': ADMIN_TOKEN };
const list = async (query: string) => {
  const answer = await api.call(null, 'GET', `/api/admin/audit?${query}`, undefined, ADMIN);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return { events: answer.body.data as unknown as Event[], next: answer.headers.get('x-next-cursor') };
};
/** A user whose own making is not in the way. */
const user = async () => {
  const { token, userId } = await api.user('UNLIMITED');
  const keys = (await api.call(token, 'GET', '/api/keys')).body.data as unknown as { id: string }[];
  const before = (await list(`userId=${userId}`)).events.length;
  /** What was done since, oldest first. */
  const events = async () => {
    const { events: all } = await list(`userId=${userId}`);
    return all.slice(0, all.length - before).reverse();
  };
  return { token, userId, keyId: keys[0]?.id ?? '', events };
};
const actions = (events: readonly Event[]) => events.map(({ action }) => action);
const idOf = (data: Record<string, unknown>) => String(data['id']);
const query = (statement: string) => api.database.pool.query(statement);

describe('cron jobs', () => {
  test('creating, changing, switching and deleting are entered with who did it', async () => {
    const { token, userId, keyId, events } = await user();
    const job = idOf((await api.call(token, 'POST', '/api/jobs', DRAFT)).body.data);
    await api.call(token, 'PATCH', `/api/jobs/${job}`, { schedule: '0 8 * * *', tags: ['a'] });
    await api.call(token, 'PATCH', `/api/jobs/${job}`, { enabled: false });
    await api.call(token, 'PATCH', `/api/jobs/${job}`, { enabled: true, name: 'Other' });
    await api.call(token, 'DELETE', `/api/jobs/${job}`);
    const entered = await events();
    expect(entered.map(({ action, details }) => [action, details])).toEqual([
      [
        'cron_job.created',
        {
          name: 'Daily Report',
          url: 'https://api.example.com',
          method: 'POST',
          schedule: '0 9 * * *',
          timezone: 'Asia/Tokyo',
          enabled: true,
        },
      ],
      [
        'cron_job.updated',
        {
          name: 'Daily Report',
          fields: ['schedule', 'tags'],
          changes: { schedule: { from: '0 9 * * *', to: '0 8 * * *' }, tags: { from: [], to: ['a'] } },
        },
      ],
      ['cron_job.disabled', { name: 'Daily Report' }],
      [
        'cron_job.updated',
        { name: 'Other', fields: ['name'], changes: { name: { from: 'Daily Report', to: 'Other' } } },
      ],
      ['cron_job.enabled', { name: 'Other' }],
      ['cron_job.deleted', { name: 'Other' }],
    ]);
    for (const event of entered) {
      expect(event).toMatchObject({ userId, actor: 'api_key', keyId, resourceId: job, address: '127.0.0.1' });
    }
  });

  test('a batch is one event a job, in the order given', async () => {
    const { token, events } = await user();
    const drafts = Array.from({ length: 25 }, (_, i) => ({ ...DRAFT, name: `job ${i}` }));
    const { jobs } = (await api.call(token, 'POST', '/api/jobs/batch', drafts)).body.data as unknown as {
      jobs: { id: string; name: string }[];
    };
    const entered = (await events()).map(({ action, resourceId, details }) => [action, resourceId, details['name']]);
    expect(entered).toEqual(jobs.map(({ id, name }) => ['cron_job.created', id, name]));
  });

  test('headers, body and the rest of the URL are named, never told', async () => {
    const { token, events } = await user();
    const secret = 'audit-canary';
    const secrets = {
      url: `https://hooks.example.com/${secret}?key=${secret}`,
      headers: { Authorization: `Bearer ${secret}` },
      body: `{"password":"${secret}"}`,
    };
    const job = idOf((await api.call(token, 'POST', '/api/jobs', { ...DRAFT, ...secrets })).body.data);
    const changed = { url: `https://elsewhere.example.com/${secret}/2`, headers: { 'X-Key': secret }, body: secret };
    await api.call(token, 'PATCH', `/api/jobs/${job}`, changed);
    const [, updated] = await events();
    expect(updated?.details).toEqual({
      name: 'Daily Report',
      fields: ['url', 'headers', 'body'],
      changes: { url: { from: 'https://hooks.example.com', to: 'https://elsewhere.example.com' } },
    });
    const { rows } = await query(`SELECT FROM audit_events e WHERE e::text LIKE '%${secret}%'`);
    expect(rows).toHaveLength(0);
  });

  test('what was refused, repeated or changed nothing is not entered', async () => {
    const { token, events } = await user();
    const stranger = await user();
    const key = { 'idempotency-key': 'once' };
    const headers = { 'X-B': '2', 'X-A': '1' };
    const job = idOf((await api.call(token, 'POST', '/api/jobs', { ...DRAFT, headers }, key)).body.data);
    await api.call(token, 'POST', '/api/jobs', { ...DRAFT, headers }, key);
    await api.call(token, 'POST', '/api/jobs', { ...DRAFT, name: 'Other' }, key);
    await api.call(token, 'POST', '/api/jobs/batch', [DRAFT, { ...DRAFT, timeoutMs: 10 ** 9 }]);
    // The same once more: Postgres keeps the names of headers in an order of its own.
    await api.call(token, 'PATCH', `/api/jobs/${job}`, { ...DRAFT, headers, enabled: true });
    await api.call(token, 'PATCH', `/api/jobs/${job}`, { timeoutMs: 10 ** 9 });
    await api.call(stranger.token, 'PATCH', `/api/jobs/${job}`, { name: 'Mine' });
    await api.call(stranger.token, 'DELETE', `/api/jobs/${job}`);
    expect(actions(await events())).toEqual(['cron_job.created']);
    expect(await stranger.events()).toEqual([]);
  });

  test('ten deletions of one job at once are one event', async () => {
    const { token, events } = await user();
    const job = idOf((await api.call(token, 'POST', '/api/jobs', DRAFT)).body.data);
    await Promise.all(Array.from({ length: 10 }, () => api.call(token, 'DELETE', `/api/jobs/${job}`)));
    expect(actions(await events())).toEqual(['cron_job.created', 'cron_job.deleted']);
  });
});

describe('API keys', () => {
  test('creating, changing, switching and deleting are entered, without the token', async () => {
    const { token, userId, keyId, events } = await user();
    const draft = { name: 'CI', scopes: ['read:jobs'], tenantIds: ['acme'], expiresAt: '2099-01-01T00:00:00Z' };
    const { apiKey } = (await api.call(token, 'POST', '/api/keys', draft)).body.data as unknown as {
      apiKey: { id: string };
    };
    const path = `/api/keys/${apiKey.id}`;
    await api.call(token, 'PUT', path, { name: 'CI' });
    await api.call(token, 'PUT', path, { name: 'Build', enabled: false });
    await api.call(token, 'PUT', path, { enabled: true });
    await api.call(token, 'DELETE', path);
    await api.call(token, 'DELETE', path);
    const entered = await events();
    expect(entered.map(({ action, details }) => [action, details])).toEqual([
      ['api_key.created', { ...draft, expiresAt: '2099-01-01T00:00:00.000Z' }],
      ['api_key.updated', { name: 'Build', fields: ['name'], changes: { name: { from: 'CI', to: 'Build' } } }],
      ['api_key.disabled', { name: 'Build' }],
      ['api_key.enabled', { name: 'Build' }],
      ['api_key.deleted', { name: 'Build' }],
    ]);
    for (const event of entered) {
      expect(event).toMatchObject({ userId, actor: 'api_key', keyId, resourceId: apiKey.id, address: '127.0.0.1' });
    }
  });

  test('the operator at the command line is named as such', async () => {
    const { userId, keyId, events } = await user();
    const actor = { kind: 'command_line' } as const;
    await updateApiKey(api.database.db, { userId, keyId, changes: { enabled: false }, actor });
    const [event] = await events();
    expect(event).toMatchObject({
      actor: 'command_line',
      keyId: null,
      address: null,
      action: 'api_key.disabled',
      resourceId: keyId,
    });
  });

  test('a key that is refused enters nothing', async () => {
    const { token, events } = await user();
    await api.call(token, 'POST', '/api/keys', {
      name: 'CI',
      scopes: ['read:jobs'],
      expiresAt: '2020-01-01T00:00:00Z',
    });
    expect(await events()).toEqual([]);
  });
});

test.each([
  ["UPDATE audit_events SET action = 'nothing'", 'UPDATE'],
  ["UPDATE audit_events SET action = 'nothing' WHERE false", 'UPDATE'],
  ['DELETE FROM audit_events', 'DELETE'],
  ['TRUNCATE audit_events', 'TRUNCATE'],
  ['TRUNCATE audit_events, cron_jobs CASCADE', 'TRUNCATE'],
])('append-only: %s is refused', async (statement, verb) => {
  await user();
  const count = async () => (await query('SELECT count(*)::int AS n FROM audit_events')).rows as unknown[];
  const before = await count();
  await expect(query(statement)).rejects.toThrow(`audit events are append-only: ${verb} is refused`);
  expect(await count()).toEqual(before);
});

describe('listing', () => {
  test('is the operator’s: the admin token or a key with the scope system', async () => {
    const { token, userId } = await user();
    const path = '/api/admin/audit';
    const other = await api.token(userId, ['read:jobs', 'write:jobs', 'read:keys', 'write:keys']);
    expect((await api.call(token, 'GET', path)).status).toBe(200);
    expect((await api.call(other, 'GET', path)).status).toBe(403);
    expect((await api.call(null, 'GET', path)).status).toBe(401);
    expect((await api.call(null, 'GET', path, undefined, { 'x-admin-token': `${ADMIN_TOKEN}x` })).status).toBe(401);
    expect((await api.call(null, 'GET', path, undefined, ADMIN)).status).toBe(200);
  });

  test('pages newest first, each event once, whatever is entered meanwhile', async () => {
    const { token, userId, events } = await user();
    await api.call(
      token,
      'POST',
      '/api/jobs/batch',
      Array.from({ length: 23 }, () => DRAFT),
    );
    const expected = (await events()).map(({ id }) => id).reverse();
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<typeof list>> = await list(
        `userId=${userId}&action=cron_job.created&limit=10${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.events.map(({ id }) => id));
      cursor = page.next;
      await api.call(token, 'POST', '/api/jobs', DRAFT);
    }
    expect(seen).toEqual(expected);
  });

  test('is filtered by user, action and time', async () => {
    const { token, userId } = await user();
    const stranger = await user();
    const job = idOf((await api.call(token, 'POST', '/api/jobs', DRAFT)).body.data);
    await api.call(token, 'DELETE', `/api/jobs/${job}`);
    await api.call(stranger.token, 'POST', '/api/jobs', DRAFT);
    const found = async (rest: string) => actions((await list(`userId=${userId}${rest}`)).events);
    expect(await found('&action=cron_job.deleted')).toEqual(['cron_job.deleted']);
    expect(await found('&action=cron_job')).toEqual([]);
    const [deleted, created] = (await list(`userId=${userId}&limit=2`)).events;
    const at = { created: created?.at ?? '', deleted: deleted?.at ?? '' };
    // Milliseconds may coincide: what is asked is only what the bounds promise.
    const since = (await list(`userId=${userId}&from=${at.deleted}`)).events;
    expect(since.map(({ id }) => id)).toContain(deleted?.id);
    expect(since.every((event) => event.at >= at.deleted)).toBe(true);
    const until = (await list(`userId=${userId}&to=${at.created}`)).events;
    expect(until.every((event) => event.at < at.created)).toBe(true);
    expect(await found('&to=1900-01-01T00:00:00Z')).toEqual([]);
    expect(await found('&from=9999-12-31T00:00:00Z')).toEqual([]);
    expect((await found('&from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z')).slice(0, 2)).toEqual([
      'cron_job.deleted',
      'cron_job.created',
    ]);
  });

  test.each(['limit=0', 'limit=1001', 'cursor=x', 'from=yesterday', 'userId=', 'action=%00', 'actor=x'])(
    'refuses %s by its name',
    async (bad) => {
      const answer = await api.call(null, 'GET', `/api/admin/audit?${bad}`, undefined, ADMIN);
      expect([answer.status, answer.body.error?.details.fields?.map(({ field }) => field)]).toEqual([
        400,
        [bad.split('=')[0]],
      ]);
    },
  );
});
