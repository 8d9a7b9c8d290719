import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { seedUser } from '@carillon/testkit/seed';
import { eq } from 'drizzle-orm';
import { webhookDeliveries } from '../../../src/db/schema/index.js';
import { pruneLedger, type PruneStep } from '../../../src/engine/prune-ledger.js';
import { answered, deliveriesOf, setUp, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => s.reset());

const DAY_MS = 86_400_000;

test('deliveries that ended go with the logs of their user’s plan; what waits stays', async () => {
  const start = s.state.now;
  const enter = async () => {
    const { cronJobId } = await s.hook();
    await s.fail(cronJobId);
    await s.dispatch();
    await s.deliver(s.queue.splice(0)[0] ?? '', answered(200));
  };
  for (const days of [4, 4, 2]) {
    await s.setClock(new Date(start.getTime() - days * DAY_MS));
    s.state.userId = await seedUser(s.db, 'FREE');
    await enter();
  }
  s.state.userId = await seedUser(s.db, 'PRO');
  await s.setClock(new Date(start.getTime() - 4 * DAY_MS));
  await enter();
  const [waiting] = await deliveriesOf(s.db);
  await s.db
    .update(webhookDeliveries)
    .set({ state: 'pending', finishedAt: null, attentionAt: start })
    .where(eq(webhookDeliveries.id, waiting?.id ?? ''));
  await s.setClock(start);
  const steps: PruneStep[] = [];
  const { signal } = new AbortController();
  const options = { databaseUrl: s.url, signal, pause: () => Promise.resolve(), batchRows: 1 };
  await pruneLedger({ ...options, onStep: (step) => steps.push(step) });
  expect(steps.filter((step) => step.kind === 'webhook_deliveries_deleted')).toEqual([
    { kind: 'webhook_deliveries_deleted', rows: 1 },
  ]);
  expect((await deliveriesOf(s.db)).map((row) => row.state).sort()).toEqual(['delivered', 'delivered', 'pending']);
});
