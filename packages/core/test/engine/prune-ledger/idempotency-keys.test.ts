import { describe, expect, test } from '@jest/globals';
import { seedUser } from '@carillon/testkit/seed';
import { eq } from 'drizzle-orm';
import { newId } from '../../../src/db/ids.js';
import { takeIdempotencyKey } from '../../../src/db/queries/idempotency.js';
import { auditEvents, idempotencyKeys, usageDays } from '../../../src/db/schema/index.js';
import { daysAgo, MINUTE_MS, openLedger } from './support.js';

const ledger = openLedger();

describe('idempotency keys', () => {
  const take = (userId: string, key: string) =>
    takeIdempotencyKey(ledger.database.db, { userId, key, requestHash: Buffer.from('hash'), resourceId: newId() });

  test('are deleted a day after they were taken, in batches; usage and audit stay', async () => {
    const userId = await seedUser(ledger.database.db, 'FREE');
    for (let i = 0; i < 25; i++) await take(userId, `old ${i}`);
    await ledger.database.db.update(idempotencyKeys).set({ createdAt: daysAgo(1, MINUTE_MS) });
    await take(userId, 'young');
    await ledger.database.db
      .update(idempotencyKeys)
      .set({ createdAt: daysAgo(1, -MINUTE_MS) })
      .where(eq(idempotencyKeys.key, 'young'));
    await ledger.database.db.insert(usageDays).values({ userId, day: '2020-01-01', executions: 1 });
    const event = {
      id: newId(),
      createdAt: daysAgo(1_000),
      userId,
      action: 'key.create',
      resourceId: 'key_1',
      details: {},
    };
    await ledger.database.db.insert(auditEvents).values({ ...event, actor: 'command_line' });
    const { steps } = await ledger.prune({ batchRows: 10 });
    expect(steps.map((step) => 'rows' in step && step.rows)).toEqual([10, 10, 5]);
    expect(await ledger.database.db.select().from(idempotencyKeys)).toMatchObject([{ key: 'young' }]);
    expect(await ledger.database.db.$count(usageDays)).toBe(1);
    expect(await ledger.database.db.$count(auditEvents)).toBe(1);
  });

  test('the first request takes a key, the second finds the first one’s row, and after pruning it is free again', async () => {
    const userId = await seedUser(ledger.database.db);
    expect(await take(userId, 'a')).toBeNull();
    const [first] = await ledger.database.db.select().from(idempotencyKeys);
    expect(await take(userId, 'a')).toEqual(first);
    expect(await take(userId, 'b')).toBeNull();
    await ledger.database.db.update(idempotencyKeys).set({ createdAt: daysAgo(2) });
    await ledger.prune();
    expect(await take(userId, 'a')).toBeNull();
  });
});
