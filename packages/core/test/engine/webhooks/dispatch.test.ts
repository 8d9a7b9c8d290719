import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { newId } from '../../../src/db/ids.js';
import { claimDelivery } from '../../../src/db/queries/deliver-webhooks.js';
import { takeDueDeliveries } from '../../../src/db/queries/dispatch-deliveries.js';
import { webhookDeliveries, webhooks } from '../../../src/db/schema/index.js';
import { DELIVERY_LEASE_MS, DISABLED_PATIENCE_MS } from '../../../src/domain/webhook/limits.js';
import { answered, setUp, START, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => s.reset());

describe('a webhook that is disabled', () => {
  test('keeps what waits for a day, and then lets it die', async () => {
    const { cronJobId, webhookId } = await s.hook();
    await s.fail(cronJobId);
    await s.db.update(webhooks).set({ enabled: false, updatedAt: s.state.now }).where(eq(webhooks.id, webhookId));
    expect(await s.dispatch()).toMatchObject({ dispatched: 0, dead: 0 });
    await s.pass(DISABLED_PATIENCE_MS - 1);
    expect(await s.dispatch()).toMatchObject({ dispatched: 0, dead: 0 });
    expect((await s.only()).state).toBe('pending');
    await s.pass(1);
    expect(await s.dispatch()).toMatchObject({ dispatched: 0, dead: 1 });
    expect(await s.only()).toMatchObject({ state: 'dead', attempts: [{ error: { code: 'webhook_disabled' } }] });
  });
});

describe('exactly one outcome', () => {
  test('a message that comes twice, late or unasked finds nothing to do', async () => {
    const { cronJobId } = await s.hook();
    await s.fail(cronJobId);
    const { id } = await s.only();
    const never = () => Promise.reject(new Error('must not be sent'));
    expect(await s.deliver(id, never)).toEqual({ kind: 'not_taken' });
    await s.dispatch();
    expect(await claimDelivery(s.database.pool, id, newId())).not.toBeNull();
    expect(await s.deliver(id, never)).toEqual({ kind: 'not_taken' });
  });

  test('a lease that ran out is taken back, and what its holder finds out is dropped', async () => {
    const { cronJobId } = await s.hook();
    await s.fail(cronJobId);
    await s.dispatch();
    const outcome = await s.deliver(s.queue[0] ?? '', async () => {
      // The worker hangs; another takes over and succeeds.
      await s.pass(DELIVERY_LEASE_MS);
      s.queue.length = 0;
      expect(await s.dispatch()).toMatchObject({ takenBack: 1, dispatched: 1 });
      expect(await s.deliver(s.queue[0] ?? '', answered(200))).toMatchObject({ decision: 'delivered' });
      return answered(500);
    });
    expect(outcome).toEqual({ kind: 'stale' });
    const row = await s.only();
    expect(row).toMatchObject({ state: 'delivered', attempt: 2 });
    expect(row.attempts.map((each) => [each.attempt, each.status, each.error?.code ?? null])).toEqual([
      [1, 0, 'worker_lost'],
      [2, 200, null],
    ]);
    expect(row.attempts[0]?.startedAt).toBe(START.toISOString());
  });

  test('a delivery that the queue has lost is dispatched again after a minute', async () => {
    const { cronJobId } = await s.hook();
    await s.fail(cronJobId);
    await s.dispatch();
    s.queue.length = 0;
    await s.pass(59_999);
    expect((await s.dispatch()).dispatched).toBe(0);
    await s.pass(1);
    expect((await s.dispatch()).dispatched).toBe(1);
  });

  test('a queue that is full or away puts nothing off', async () => {
    const { cronJobId } = await s.hook();
    await s.fail(cronJobId);
    s.state.depth = 1_000;
    await expect(s.dispatch()).rejects.toThrow('full');
    s.state.depth = 0;
    expect((await s.dispatch()).dispatched).toBe(1);
  });

  test('four dispatchers at once put each delivery into the queue once', async () => {
    const hooks = await Promise.all(Array.from({ length: 20 }, () => s.hook()));
    for (const { cronJobId } of hooks) await s.fail(cronJobId);
    await Promise.all(Array.from({ length: 4 }, () => s.dispatch()));
    expect(new Set(s.queue).size).toBe(20);
    expect(s.queue).toHaveLength(20);
  });
});

test('a backlog of one webhook delays no other', async () => {
  const greedy = await s.hook();
  for (let i = 0; i < 12; i++) {
    s.state.now = new Date(s.state.now.getTime() + 1);
    await s.fail(greedy.cronJobId);
  }
  const modest = await s.hook();
  await s.fail(modest.cronJobId);
  await s.setClock(new Date(s.state.now.getTime() + 1));
  await s.dispatch();
  const rows = await s.db.select().from(webhookDeliveries).where(eq(webhookDeliveries.inFlight, true));
  const of = (webhookId: string) => rows.filter((row) => row.webhookId === webhookId).length;
  expect([of(greedy.webhookId), of(modest.webhookId)]).toEqual([4, 1]);
  // Its places are given on as they become free.
  await s.deliver(rows.find((row) => row.webhookId === greedy.webhookId)?.id ?? '', answered(200));
  expect((await s.dispatch()).dispatched).toBe(1);
});

test('a round that is full ends at a webhook, and the next goes on behind it', async () => {
  const hooks: string[] = [];
  for (let i = 0; i < 5; i++) {
    const { cronJobId, webhookId } = await s.hook();
    hooks.push(webhookId);
    for (let j = 0; j < 6; j++) {
      s.state.now = new Date(s.state.now.getTime() + 1);
      await s.fail(cronJobId);
    }
  }
  await s.setClock(new Date(s.state.now.getTime() + 1));
  hooks.sort();
  const take = async (after: string) =>
    (await takeDueDeliveries(s.database.pool, after, 8)).map((delivery) => delivery.webhookId).sort();
  const four = (...ids: (string | undefined)[]) => ids.flatMap((id) => Array<string | undefined>(4).fill(id));
  expect(await take('')).toEqual(four(hooks[0], hooks[1]));
  expect(await take(hooks[1] ?? '')).toEqual(four(hooks[2], hooks[3]));
  expect(await take(hooks[3] ?? '')).toEqual(four(hooks[4]));
  // Their places are all taken.
  expect(await take('')).toEqual([]);
});
