import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { selectAuditEvents } from '@carillon/core/db/queries/audit-events';
import { selectDeliveries } from '@carillon/core/db/queries/delivery-lists';
import { webhookSecretPlace } from '@carillon/core/domain/webhook/places';
import { testKeyring } from '@carillon/testkit/encryption-key';
import type { Answer } from '../support/start-api.js';
import { ENDPOINT, setUp, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.api.close());

const fieldsOf = ({ body }: Answer) => (body.error?.details.fields ?? []).map((fault) => fault.field);
const jobOf = async (jobId: string) => {
  const sql = 'SELECT has_webhook AS "hasWebhook" FROM cron_jobs WHERE id = $1';
  return (await s.api.database.pool.query<{ hasWebhook: boolean }>(sql, [jobId])).rows[0];
};

describe('a webhook', () => {
  test('is made with its defaults, and its secret is shown once and sealed at rest', async () => {
    const jobId = await s.job();
    const { status, body } = await s.create(jobId, { headers: { 'X-Team': 'ops-team' } });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      jobId,
      endpoint: ENDPOINT,
      headers: { 'X-Team': 'ops-team' },
      events: ['success', 'failure'],
      onlyAfterFailures: 1,
      enabled: true,
      disabledReason: null,
    });
    const secret = String(body.data['secret']);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const row = await s.rowOf(jobId);
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(JSON.stringify(row)).not.toContain('ops-team');
    expect(testKeyring.open(row.secret, webhookSecretPlace(row))).toBe(secret);
    expect(await jobOf(jobId)).toEqual({ hasWebhook: true });
    for (const path of ['/api/webhooks', `/api/webhooks/${jobId}`]) {
      expect((await s.api.call(s.token, 'GET', path)).text).not.toContain('whsec_');
    }
  });

  test('is one for each job, however many ask at once', async () => {
    const jobId = await s.job();
    const answers = await Promise.all(Array.from({ length: 5 }, () => s.create(jobId)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409]);
    const refused = answers.find((answer) => answer.status === 409);
    expect(refused?.body.message).toBe('This job has a webhook already. Change it with PATCH /api/webhooks/{jobId}');
  });

  test('of a job that is not there, or another user’s, is 404', async () => {
    const stranger = await s.api.user('UNLIMITED');
    expect((await s.create(await s.job(stranger.userId))).status).toBe(404);
    expect((await s.create('019a0000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await s.create('no-uuid')).status).toBe(404);
    const jobId = await s.job();
    await s.create(jobId);
    const delivery = await s.enter(jobId, 'dead');
    for (const [method, rest] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/rotate'],
      ['POST', '/test'],
      ['GET', '/deliveries'],
      ['POST', '/deliveries/replay'],
      ['GET', `/deliveries/${delivery}`],
      ['POST', `/deliveries/${delivery}/replay`],
    ] as const) {
      const answer = await s.api.call(
        stranger.token,
        method,
        `/api/webhooks/${jobId}${rest}`,
        method === 'PATCH' ? {} : undefined,
      );
      expect([method, rest, answer.status]).toEqual([method, rest, 404]);
    }
    expect(await s.rowOf(jobId)).toMatchObject({ enabled: true, previousSecret: null });
  });

  test.each([
    [{ endpoint: 'ftp://example.com' }, 'endpoint'],
    [{ endpoint: 'not a url' }, 'endpoint'],
    [{ endpoint: 'http://user:pass@example.com/' }, 'endpoint'],
    [{ endpoint: 'http://169.254.169.254/latest' }, 'endpoint'],
    [{ events: [] }, 'events'],
    [{ events: ['exploded'] }, 'events[0]'],
    [{ events: ['test'] }, 'events[0]'],
    [{ onlyAfterFailures: 0 }, 'onlyAfterFailures'],
    [{ onlyAfterFailures: 1.5 }, 'onlyAfterFailures'],
    [{ headers: { 'X-Signature': 'x' } }, 'headers.X-Signature'],
    [{ headers: { 'Webhook-Id': 'x' } }, 'headers.Webhook-Id'],
    [{ headers: { Authorization: '********' } }, 'headers.Authorization'],
    [{ secret: 'whsec_mine' }, 'secret'],
    [{ disabledReason: null }, 'disabledReason'],
  ])('refuses %j by its name', async (fields, field) => {
    const answer = await s.create(await s.job(), fields);
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual([field]);
  });

  test('shows its header values to those who may set them', async () => {
    const jobId = await s.job();
    await s.create(jobId, { headers: { Authorization: 'Bearer shown-to-writers' } });
    const reader = await s.api.token(s.userId, ['read:logs']);
    const { body } = await s.api.call(reader, 'GET', `/api/webhooks/${jobId}`);
    expect(body.data['headers']).toEqual({ Authorization: '********' });
    expect((await s.api.call(reader, 'GET', '/api/webhooks')).text).not.toContain('shown-to-writers');
    expect((await s.ask('GET', jobId)).body.data['headers']).toEqual({
      Authorization: 'Bearer shown-to-writers',
    });
  });

  test('changes in the fields that are sent; the mask keeps what is stored', async () => {
    const jobId = await s.job();
    await s.create(jobId, { headers: { Authorization: 'Bearer kept-value' } });
    const patch = (changes: object) => s.ask('PATCH', jobId, '', changes);
    const { status, body } = await patch({
      headers: { authorization: '********', 'X-New': 'new-value' },
      events: ['failure', 'failure', 'disabled'],
      onlyAfterFailures: 3,
    });
    expect(status).toBe(200);
    expect(body.message).toBe('The webhook was updated');
    expect(body.data).toMatchObject({
      endpoint: ENDPOINT,
      headers: { authorization: 'Bearer kept-value', 'X-New': 'new-value' },
      events: ['failure', 'disabled'],
      onlyAfterFailures: 3,
    });
    expect(fieldsOf(await patch({ headers: { 'X-Other': '********' } }))).toEqual(['headers.X-Other']);
    expect((await patch({ headers: null })).body.data['headers']).toBeNull();
    expect(fieldsOf(await patch({ endpoint: 'http://127.0.0.1:1/' }))).toEqual([]);
    expect(fieldsOf(await patch({ endpoint: 'http://10.0.0.1/' }))).toEqual(['endpoint']);
  });

  test('rotates its secret: two live until the grace is over, never three', async () => {
    const jobId = await s.job();
    const first = String((await s.create(jobId)).body.data['secret']);
    const rotate = (body?: object) => s.ask('POST', jobId, '/rotate', body);
    const { body } = await rotate();
    const second = String(body.data['secret']);
    expect(second).not.toBe(first);
    const graceMs = Date.parse(String(body.data['previousSecretUntil'])) - Date.now();
    expect(graceMs).toBeGreaterThan(86_390_000);
    expect(graceMs).toBeLessThanOrEqual(86_400_000);
    const opened = async () => {
      const row = await s.rowOf(jobId);
      const open = (text: string | null) => text && testKeyring.open(text, webhookSecretPlace(row));
      return [open(row.secret), open(row.previousSecret)];
    };
    expect(await opened()).toEqual([second, first]);
    const third = String((await rotate({ graceSeconds: 60 })).body.data['secret']);
    expect(await opened()).toEqual([third, second]);
    await rotate({ graceSeconds: 0 });
    expect((await s.rowOf(jobId)).previousSecret).toBeNull();
    expect((await rotate({ graceSeconds: 604_801 })).status).toBe(400);
  });

  test('goes with its deliveries, and leaves the job', async () => {
    const jobId = await s.job();
    await s.create(jobId);
    await s.enter(jobId);
    const { id } = await s.rowOf(jobId);
    const { status, body } = await s.ask('DELETE', jobId);
    expect([status, body.message, body.data]).toEqual([200, 'The webhook was deleted', null]);
    const left = await selectDeliveries(s.api.database.db, { webhookId: id, limit: 10 });
    expect([left.length, await jobOf(jobId)]).toEqual([0, { hasWebhook: false }]);
    expect((await s.ask('DELETE', jobId)).status).toBe(404);
  });

  test('leaves events in the audit, without a secret and no more of the endpoint than its origin', async () => {
    const jobId = await s.job();
    await s.create(jobId, { headers: { Authorization: 'Bearer audited-value' } });
    const { id } = await s.rowOf(jobId);
    await s.ask('PATCH', jobId, '', { enabled: false, headers: { Authorization: 'Bearer another-value' } });
    await s.ask('PATCH', jobId, '', { enabled: false });
    await s.ask('POST', jobId, '/rotate');
    await s.ask('DELETE', jobId);
    const latest = await selectAuditEvents(s.api.database.db, { userId: s.userId, limit: 5 });
    const events = latest.filter((event) => event.resourceId === id).reverse();
    expect(events.map((event) => event.action)).toEqual([
      'webhook.created',
      'webhook.updated',
      'webhook.disabled',
      'webhook.secret_rotated',
      'webhook.deleted',
    ]);
    expect(events[0]?.details).toMatchObject({ jobId, endpoint: 'https://hooks.example.com' });
    expect(events[1]?.details).toMatchObject({ jobId, fields: ['headers'], changes: {} });
    expect(JSON.stringify(events)).not.toMatch(/audited-value|another-value|whsec_|of-the-receiver/);
  });

  test('is listed a page at a time, newest first', async () => {
    const other = await s.api.user('UNLIMITED');
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      const jobId = await s.job(other.userId);
      await s.api.call(other.token, 'POST', '/api/webhooks', { jobId, endpoint: ENDPOINT });
      ids.unshift(jobId);
    }
    const listed: string[] = [];
    for (let cursor = ''; ;) {
      const answer = await s.api.call(other.token, 'GET', `/api/webhooks?limit=2${cursor}`);
      listed.push(...(answer.body.data as unknown as { jobId: string }[]).map((webhook) => webhook.jobId));
      const next = answer.headers.get('x-next-cursor');
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(listed).toEqual(ids);
  });
});
