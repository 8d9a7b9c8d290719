import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { auditEvents, runs, webhooks } from '../../../src/db/schema/index.js';
import { DELIVERY_DELAYS_MS } from '../../../src/domain/webhook/decide-delivery.js';
import type { WebhookRequest } from '../../../src/egress/send-webhook.js';
import { answered, deliveriesOf, failed, keyring, setUp, START, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => s.reset());

describe('one attempt', () => {
  test('sends what the contract says, signed so that the official library accepts it', async () => {
    const { cronJobId, webhookId } = await s.hook({ headers: { 'X-Team': 'ops', 'Webhook-Id': 'forged' } });
    const runId = await s.fail(cronJobId);
    const { outcome, request } = await s.attempt(answered(204));
    expect(outcome).toMatchObject({ kind: 'attempted', decision: 'delivered' });
    const { id } = await s.only();
    const body = JSON.parse(request.body) as Record<string, object>;
    expect(body).toMatchObject({
      id: `msg_${id.replaceAll('-', '')}`,
      event: 'failure',
      job: { id: cronJobId, url: 'http://example.com/', method: 'POST', schedule: '0 4 * * *' },
      result: {
        id: `log_${runId.replaceAll('-', '')}`,
        status: 'failure',
        code: 500,
        response: { headers: { x: 'y' }, body: '{"a":"あ"}' },
        startedAt: START.toISOString(),
        finishedAt: START.toISOString(),
        durationMs: 12,
        trigger: 'AUTO',
        logDeleted: false,
      },
      webhook: { id: webhookId, sendAt: START.toISOString() },
    });
    const [{ secret } = { secret: '' }] = await s.db.select().from(webhooks);
    expect(request.headers['x-team']).toBe('ops');
    expect(request.headers['x-webhook-id']).toBe(webhookId);
    expect(request.headers['x-signature']).toBe(createHmac('sha256', secret).update(request.body).digest('hex'));
    expect(request.headers['x-signature-previous']).toBeUndefined();
    expect(request.headers['webhook-id']).toBe(body['id']);
    expect(request.headers['webhook-timestamp']).toBe(String(Math.floor(START.getTime() / 1_000)));
    expect(verifies(secret, request)).toBe(true);
    expect(verifies(`whsec_${Buffer.alloc(32, 1).toString('base64')}`, request)).toBe(false);
    expect(await s.only()).toMatchObject({ state: 'delivered', status: 204, attempt: 1, leaseToken: null });
  });

  test('while two secrets live both verify; after the grace only the new one', async () => {
    const previousSecret = `whsec_${Buffer.alloc(32, 'old').toString('base64')}`;
    const { cronJobId } = await s.hook({ previousSecret, previousSecretUntil: new Date(START.getTime() + 10_000) });
    const [{ secret } = { secret: '' }] = await s.db.select().from(webhooks);
    await s.fail(cronJobId);
    const { request: first } = await s.attempt(answered(500));
    expect([verifies(secret, first), verifies(previousSecret, first)]).toEqual([true, true]);
    const hex = createHmac('sha256', previousSecret).update(first.body).digest('hex');
    expect(first.headers['x-signature-previous']).toBe(hex);
    await s.pass(10_000);
    const { request: second } = await s.attempt(answered(200));
    expect([verifies(secret, second), verifies(previousSecret, second)]).toEqual([true, false]);
    expect(second.headers['x-signature-previous']).toBeUndefined();
    expect(second.body).toBe(first.body);
  });

  test('a run whose log was deleted is told without it', async () => {
    const { cronJobId } = await s.hook();
    await s.fail(cronJobId);
    await s.db.delete(runs);
    const { request } = await s.attempt(answered(200));
    expect(JSON.parse(request.body)).toMatchObject({
      event: 'failure',
      result: { status: 'failure', logDeleted: true },
    });
  });

  test('secrets that cannot be opened are never sent, and tried again', async () => {
    const elsewhere = keyring.seal('whsec_x', { owner: s.state.userId, record: 'another', field: 'webhook.secret' });
    const { cronJobId } = await s.hook({ secret: elsewhere });
    await s.fail(cronJobId);
    const { outcome, request } = await s.attempt(answered(200));
    expect(request).toBeUndefined();
    expect(outcome).toMatchObject({ decision: 'retry' });
    expect((await s.only()).attempts[0]?.error?.code).toBe('secret_unreadable');
  });
});

describe('attempts that fail', () => {
  test('follow the schedule within 10 %, with the same bytes, and end dead after about a day', async () => {
    const { cronJobId } = await s.hook();
    await s.fail(cronJobId);
    const bodies = new Set<string>();
    const stamps = new Set<string>();
    for (const delayMs of [...DELIVERY_DELAYS_MS, null]) {
      const { request } = await s.attempt(answered(503));
      bodies.add(request.body);
      stamps.add(String(request.headers['webhook-timestamp']));
      const { state, attentionAt } = await s.only();
      if (delayMs === null) {
        expect(state).toBe('dead');
        continue;
      }
      const waits = (attentionAt?.getTime() ?? 0) - s.state.now.getTime();
      expect(state).toBe('pending');
      expect(waits).toBeGreaterThanOrEqual(delayMs * 0.9 - 1);
      expect(waits).toBeLessThanOrEqual(delayMs * 1.1 + 1);
      // Not a moment before.
      await s.pass(waits - 1);
      expect((await s.dispatch()).dispatched).toBe(0);
      await s.pass(1);
    }
    expect(bodies.size).toBe(1);
    expect(stamps.size).toBe(DELIVERY_DELAYS_MS.length + 1);
    const row = await s.only();
    expect(row.attempts).toHaveLength(11);
    expect(row.finishedAt).toEqual(s.state.now);
    expect(s.state.now.getTime() - START.getTime()).toBeGreaterThan(21 * 3_600_000);
  });

  test.each([
    ['a redirect', answered(302), 'retry'],
    ['a refusal', answered(400), 'retry'],
    ['no connection', failed('connection_refused'), 'retry'],
    ['an address that may not be called', failed('egress_denied'), 'retry'],
  ])('%s leads to another', async (_, answer, decision) => {
    const { cronJobId } = await s.hook();
    await s.fail(cronJobId);
    expect((await s.attempt(answer)).outcome).toMatchObject({ decision });
  });

  test('an address that may not be called is dead after three', async () => {
    const { cronJobId } = await s.hook();
    await s.fail(cronJobId);
    for (let i = 0; i < 3; i++) {
      await s.attempt(failed('egress_denied'));
      await s.pass(60_000);
    }
    expect(await s.only()).toMatchObject({ state: 'dead', attempt: 3 });
  });

  test.each([
    ['120', 120_000],
    ['86400', 3_600_000],
    [new Date(START.getTime() + 600_000).toUTCString(), 600_000],
  ])('Retry-After %s is honoured, up to an hour', async (retryAfter, waitMs) => {
    const { cronJobId } = await s.hook();
    await s.fail(cronJobId);
    await s.attempt(answered(429, { 'retry-after': retryAfter, date: START.toUTCString() }));
    expect((await s.only()).attentionAt).toEqual(new Date(START.getTime() + waitMs));
  });

  test('410 disables the webhook with the reason, and its deliveries die when it stays so for a day', async () => {
    const { cronJobId, webhookId } = await s.hook();
    await s.fail(cronJobId);
    await s.attempt(answered(410));
    await s.pass(1);
    await s.fail(cronJobId);
    expect((await deliveriesOf(s.db)).map((row) => row.state)).toEqual(['dead']);
    const [webhook] = await s.db.select().from(webhooks);
    expect(webhook).toMatchObject({ enabled: false, disabledReason: 'endpoint_gone' });
    const [event] = await s.db.select().from(auditEvents);
    expect(event).toMatchObject({
      actor: 'system',
      action: 'webhook.disabled',
      resourceId: webhookId,
      userId: s.state.userId,
    });
  });
});

function verifies(secret: string, request: WebhookRequest): boolean {
  // The library compares the timestamp with the clock of this machine, within five minutes.
  const headers = { ...request.headers };
  const webhook = new Webhook(secret);
  const age = Date.now() - Number(headers['webhook-timestamp']) * 1_000;
  const realNow = Date.now;
  Date.now = () => realNow() - age;
  try {
    webhook.verify(request.body, headers);
    return true;
  } catch {
    return false;
  } finally {
    Date.now = realNow;
  }
}
