import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseDeliveryId } from '@carillon/core/domain/ids';
import { setUp, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.api.close());

describe('deliveries', () => {
  test('are listed by state and event, a page at a time, and shown with their text', async () => {
    const jobId = await s.job();
    await s.create(jobId);
    const dead = await s.enter(jobId, 'dead');
    const pending = await s.enter(jobId);
    const list = async (query: string) => {
      const { body } = await s.ask('GET', jobId, `/deliveries${query}`);
      return (body.data as unknown as { id: string }[]).map((delivery) => delivery.id);
    };
    expect(await list('')).toEqual([pending, dead]);
    expect(await list('?state=dead')).toEqual([dead]);
    expect(await list('?event=success')).toEqual([]);
    const first = await s.ask('GET', jobId, '/deliveries?limit=1');
    expect(await list(`?limit=1&cursor=${first.headers.get('x-next-cursor')}`)).toEqual([dead]);
    expect((await s.ask('GET', jobId, '/deliveries?state=lost')).status).toBe(400);
    const { body } = await s.ask('GET', jobId, `/deliveries/${dead}`);
    expect(body.data).toMatchObject({ id: dead, jobId, state: 'dead', payload: '{"a":1}', nextAttemptAt: null });
    expect((await s.ask('GET', jobId, '/deliveries/msg_1')).status).toBe(404);
    const elsewhere = await s.job();
    await s.create(elsewhere);
    expect((await s.ask('GET', elsewhere, `/deliveries/${dead}`)).status).toBe(404);
  });

  test('are replayed under their id when they have ended, and only then', async () => {
    const jobId = await s.job();
    await s.create(jobId);
    const replay = (id: string) => s.ask('POST', jobId, `/deliveries/${id}/replay`);
    for (const state of ['dead', 'delivered'] as const) {
      const id = await s.enter(jobId, state);
      const { status, body } = await replay(id);
      expect(status).toBe(200);
      expect(body.data).toMatchObject({ id, state: 'pending', finishedAt: null });
      const again = await replay(id);
      expect([again.status, again.body.error?.code]).toEqual([409, 'conflict']);
      expect(await s.deliveryOf(jobId, id)).toMatchObject({ attempt: 0, payload: '{"a":1}' });
    }
  });

  test('are replayed all at once when they are dead', async () => {
    const jobId = await s.job();
    await s.create(jobId);
    for (let i = 0; i < 3; i++) await s.enter(jobId, 'dead');
    await s.enter(jobId, 'delivered');
    const { body } = await s.ask('POST', jobId, '/deliveries/replay');
    expect([body.message, body.data]).toEqual(['3 deliveries will be sent again', { count: 3, left: 0 }]);
  });

  test('of a test tell of nothing, and are refused while the webhook is disabled', async () => {
    const jobId = await s.job();
    await s.create(jobId, { events: ['disabled'] });
    const { status, body } = await s.ask('POST', jobId, '/test');
    expect([status, body.data['event'], body.data['state']]).toEqual([201, 'test', 'pending']);
    const ended = await s.enter(jobId, 'dead');
    await s.ask('PATCH', jobId, '', { enabled: false });
    for (const rest of ['/test', '/deliveries/replay', `/deliveries/${ended}/replay`]) {
      const refused = await s.ask('POST', jobId, rest);
      expect([rest, refused.status, refused.body.message]).toEqual([
        rest,
        409,
        'The webhook is disabled. Enable it first',
      ]);
    }
  });

  test('that wait are due at once when the webhook is enabled again', async () => {
    const jobId = await s.job();
    await s.create(jobId);
    const id = await s.enter(jobId);
    await s.ask('PATCH', jobId, '', { enabled: false });
    const putOff = `UPDATE webhook_deliveries SET attention_at = now() + interval '1 hour' WHERE id = $1`;
    await s.api.database.pool.query(putOff, [parseDeliveryId(id)]);
    await s.ask('PATCH', jobId, '', { enabled: true });
    expect((await s.deliveryOf(jobId, id))?.attentionAt?.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
  });
});
