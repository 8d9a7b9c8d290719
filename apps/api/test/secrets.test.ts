import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCronJobCreator } from '@carillon/core/engine/cron-job-creator';
import { createKeyring } from '@carillon/core/secrets/keyring';
import { DRAFT, startApi, type Answer, type TestApi } from './support/start-api.js';

const MASK = '********';
const HEADERS = { Authorization: 'Bearer s3cr3t-s3cr3t', 'X-Key': 'kéy-value', Accept: '*/*' };

let api: TestApi;
/** The same installation with a key that has never been used, and none of those before. */
let stranger: TestApi;
let token: string;
let reader: string;
let userId: string;
beforeAll(async () => {
  api = await startApi();
  const keyring = createKeyring({ current: randomBytes(32) });
  const quotaTimezone = 'Asia/Tokyo';
  stranger = await startApi(
    (_deps, { db }) => ({ keyring, cronJobs: createCronJobCreator(db, { keyring, quotaTimezone }) }),
    null,
    { databaseUrl: api.databaseUrl },
  );
  ({ token, userId } = await api.user('UNLIMITED'));
  reader = await api.token(userId, ['read:jobs']);
}, 60_000);
afterAll(async () => {
  await stranger.close();
  await api.close();
});

const create = async (headers: Record<string, string> = HEADERS) =>
  String((await api.call(token, 'POST', '/api/jobs', { ...DRAFT, headers })).body.data['id']);
const get = async (id: string, as = token, at = api) => (await at.call(as, 'GET', `/api/jobs/${id}`)).body.data;
const patch = (id: string, changes: object) => api.call(token, 'PATCH', `/api/jobs/${id}`, changes);
const stored = async (id: string) => {
  const sql = 'SELECT headers FROM cron_jobs WHERE id = $1';
  const { rows } = await api.database.pool.query<{ headers: Record<string, string> }>(sql, [id]);
  return rows[0]?.headers ?? {};
};
const store = (id: string, headers: Record<string, string>) =>
  api.database.pool.query('UPDATE cron_jobs SET headers = $2 WHERE id = $1', [id, headers]);
const faultsOf = ({ status, body }: Answer) => ({ status, fields: body.error?.details.fields });
const fault = (field: string) => ({
  field,
  message: 'is the mask that answers show in place of a value, and there is no value to keep. Send the value itself',
});

describe('header values', () => {
  test('are sealed in the database, shown to who may write, masked for others', async () => {
    const created = await api.call(token, 'POST', '/api/jobs', { ...DRAFT, headers: HEADERS });
    expect(created.body.data['headers']).toEqual(HEADERS);
    const id = String(created.body.data['id']);
    const sealed = expect.stringMatching(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
    expect(await stored(id)).toEqual({ Authorization: sealed, 'X-Key': sealed, Accept: '*/*' });
    expect((await get(id))['headers']).toEqual(HEADERS);
    expect((await get(id, reader))['headers']).toEqual({ Authorization: MASK, 'X-Key': MASK, Accept: MASK });
    const listed = await api.call(token, 'GET', '/api/jobs?limit=1');
    expect((listed.body.data as unknown as { headers: unknown }[])[0]?.headers).toEqual(HEADERS);
  });

  test('of many jobs at once each open in their own job only', async () => {
    const drafts = [1, 2, 3].map((n) => ({ ...DRAFT, headers: { 'x-key': `secret-${n}` } }));
    const { body } = await api.call(token, 'POST', '/api/jobs/batch', drafts);
    const jobs = body.data['jobs'] as unknown as { id: string; headers: Record<string, string> }[];
    expect(jobs.map(({ headers }) => headers['x-key'])).toEqual(['secret-1', 'secret-2', 'secret-3']);
    const [one, other] = jobs.map(({ id }) => id);
    await store(other ?? '', await stored(one ?? ''));
    expect((await get(other ?? ''))['headers']).toEqual({ 'x-key': MASK });
    expect((await get(one ?? ''))['headers']).toEqual({ 'x-key': 'secret-1' });
  });

  test('that were stored before there was a key are shown as they are', async () => {
    const id = await create({});
    await store(id, { 'x-old': 'plain' });
    expect((await get(id))['headers']).toEqual({ 'x-old': 'plain' });
  });
});

describe('the mask', () => {
  test('keeps a value in a change, whatever the case of its name; what is not sent goes', async () => {
    const id = await create();
    const before = await stored(id);
    const { status, body } = await patch(id, { headers: { authorization: MASK, 'X-New': 'another' } });
    expect({ status, headers: body.data['headers'] }).toEqual({
      status: 200,
      headers: { authorization: HEADERS.Authorization, 'X-New': 'another' },
    });
    expect((await stored(id))['authorization']).toBe(before['Authorization']);
  });

  test('has nothing to keep under a new name, nor in a new job', async () => {
    const id = await create();
    const en = { 'accept-language': 'en' };
    const refused = await api.call(
      token,
      'PATCH',
      `/api/jobs/${id}`,
      { headers: { 'X-New': MASK, 'X-Key': MASK } },
      en,
    );
    expect(faultsOf(refused)).toEqual({ status: 400, fields: [fault('headers.X-New')] });
    expect((await get(id))['headers']).toEqual(HEADERS);
    const draft = { ...DRAFT, headers: { 'x-a': MASK } };
    expect(faultsOf(await api.call(token, 'POST', '/api/jobs', draft, en))).toEqual({
      status: 400,
      fields: [fault('headers.x-a')],
    });
    expect(faultsOf(await api.call(token, 'POST', '/api/jobs/batch', [DRAFT, draft], en))).toEqual({
      status: 400,
      fields: [fault('[1].headers.x-a')],
    });
  });

  test('does not carry more than a job may have past the limit on size', async () => {
    const id = await create({ 'x-large': 'x'.repeat(6_000) });
    const refused = await patch(id, { headers: { 'x-large': MASK, 'x-more': 'x'.repeat(3_000) } });
    expect(faultsOf(refused)).toMatchObject({ status: 400, fields: [{ field: 'headers' }] });
    expect((await patch(id, { headers: { 'x-large': MASK, 'x-more': 'x' } })).status).toBe(200);
  });

  test('keeps a value too that this process cannot open', async () => {
    const id = await create();
    expect((await get(id, token, stranger))['headers']).toEqual({ ...HEADERS, Authorization: MASK, 'X-Key': MASK });
    const shown = (await get(id, token, stranger))['headers'];
    const answer = await stranger.call(token, 'PATCH', `/api/jobs/${id}`, { headers: shown, name: 'Renamed' });
    expect(answer.status).toBe(200);
    expect(await get(id)).toMatchObject({ name: 'Renamed', headers: HEADERS });
  });
});

test('the audit tells that headers have changed only when they have, and nothing of their values', async () => {
  const id = await create();
  const latest = async () => {
    const sql = 'SELECT details FROM audit_events WHERE resource_id = $1 ORDER BY id DESC LIMIT 1';
    const { rows } = await api.database.pool.query<{ details: object }>(sql, [id]);
    return rows[0]?.details;
  };
  await patch(id, { headers: HEADERS, name: 'Same headers' });
  expect(await latest()).toMatchObject({ fields: ['name'] });
  await patch(id, { headers: { ...HEADERS, 'X-Key': 'another' } });
  expect(await latest()).toEqual({ name: 'Same headers', fields: ['headers'], changes: {} });
});

test('a repeated creation is known by its headers too, and no digest of them can be tried out', async () => {
  const key = { 'idempotency-key': 'once' };
  const draft = { ...DRAFT, headers: { 'x-pin': '1234' } };
  const first = await api.call(token, 'POST', '/api/jobs', draft, key);
  const again = await api.call(token, 'POST', '/api/jobs', draft, key);
  expect(again.body.data['id']).toBe(first.body.data['id']);
  expect((await api.call(token, 'POST', '/api/jobs', { ...draft, headers: { 'x-pin': '1235' } }, key)).status).toBe(
    409,
  );
  const [a, b] = await Promise.all(
    [api, stranger].map(async (at, i) => {
      const idempotencyKey = `digest-${i}`;
      await at.call(token, 'POST', '/api/jobs', draft, { 'idempotency-key': idempotencyKey });
      const { rows } = await api.database.pool.query<{ hash: string }>(
        `SELECT encode(request_hash, 'hex') AS hash FROM idempotency_keys WHERE key = $1`,
        [idempotencyKey],
      );
      return rows[0]?.hash;
    }),
  );
  expect(a).toMatch(/^[0-9a-f]{64}$/);
  expect(a).not.toBe(b);
});
