import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { emptyTables } from '@carillon/testkit/empty-tables';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { openDatabase, type Database } from '../../../src/db/client.js';
import { runBatches, runs, webhookDeliveries, type cronJobs, type webhooks } from '../../../src/db/schema/index.js';
import { claimDueRuns } from '../../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../../src/engine/ensure-run-partitions.js';
import { finishRuns, type FinishedRun } from '../../../src/engine/finish-runs.js';
import { reconcileRunBatches } from '../../../src/engine/reconcile-run-batches.js';
import { requestManualRun } from '../../../src/engine/request-manual-run.js';
import { startRunBatch } from '../../../src/engine/start-run-batch.js';
import type { StartedRun } from '../../../src/db/queries/start-runs.js';
import { tellPayload } from '../../../src/engine/tell-payload.js';
import { openPublisher, type Publisher } from '../../../src/queues/publish.js';
import { deliveriesOf, eventsOf, seedWebhook } from './support.js';

let server: TestDatabase;
let database: Database;
let publisher: Publisher;
let userId: string;

beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 8 });
  publisher = openPublisher({ databaseUrl: server.url }, () => undefined);
});
afterAll(async () => {
  await publisher.close();
  await database.close();
  await server.close();
});
beforeEach(async () => {
  await emptyTables(database.pool, 'run_batches', 'runs', 'usage_months', 'users');
  userId = await seedUser(database.db);
});

const common = () => ({
  db: database.db,
  partitions: createRunPartitions(database.db),
  quotaTimezone: 'UTC',
  node: 'srv1',
});
const claim = () => claimDueRuns({ ...common(), limit: 500, onUnreadable: () => undefined });
const execute = (cronJobId: string) =>
  requestManualRun({ ...common(), publisher, onPublishError: () => undefined }, { userId, cronJobId });
const startAll = async (): Promise<StartedRun[]> => {
  const batches = await database.db.select().from(runBatches);
  const started = await Promise.all(batches.map(({ id, runIds }) => startRunBatch(database, { batchId: id, runIds })));
  return started.flatMap((one) => one.runs);
};
/** A cron job with a webhook. */
const hooked = async (
  rule: Partial<typeof webhooks.$inferInsert> = {},
  fields: Partial<typeof cronJobs.$inferInsert> = {},
) => {
  const [cronJobId = ''] = await seedCronJobs(database.db, 1, { userId, nextRunAt: null, ...fields });
  return { cronJobId, webhookId: await seedWebhook(database.db, cronJobId, userId, rule) };
};
/** So many runs of a cron job, each in the hands of a worker. */
const started = async (cronJobId: string, count = 1) => {
  for (let i = 0; i < count; i++) await execute(cronJobId);
  return (await startAll()).sort((a, b) => a.scheduledFor - b.scheduledFor);
};
const ended = (run: StartedRun | undefined, status = 200): FinishedRun => {
  if (run === undefined) throw new Error('no run was started');
  return {
    ...run,
    scheduledFor: new Date(run.scheduledFor),
    startedAt: new Date(run.startedAt),
    url: null,
    state: status === 200 ? 'succeeded' : 'failed',
    manual: false,
    retryInMs: null,
    result: {
      ...{ status, durationMs: 12, ttfbMs: 11, connection: null },
      ...{ headers: {}, body: 'ok', truncated: false, error: null },
    },
  };
};
const finish = (...group: FinishedRun[]) => finishRuns(database.pool, group);

describe('the end of a run', () => {
  test('is told in its transaction; without a webhook nothing is', async () => {
    const { cronJobId, webhookId } = await hooked();
    const [other = ''] = await seedCronJobs(database.db, 1, { userId, nextRunAt: null });
    const [run] = await started(cronJobId);
    const [unheard] = await started(other);
    await finish(ended(run), ended(unheard, 500));
    expect(await deliveriesOf(database.db)).toMatchObject([
      { webhookId, cronJobId, runId: run?.runId, event: 'success', state: 'pending', attempt: 0, inFlight: false },
    ]);
  });

  test('a failure is told from so many in a row on, and the recovery after them', async () => {
    const { cronJobId } = await hooked({ onlyAfterFailures: 3, events: ['failure', 'recovered'] });
    const events: string[][] = [];
    for (const status of [500, 500, 200, 500, 500, 500, 500, 200, 200]) {
      const [run] = await started(cronJobId);
      const before = (await eventsOf(database.db)).length;
      await finish(ended(run, status));
      events.push((await eventsOf(database.db)).slice(before));
    }
    expect(events).toEqual([[], [], [], [], [], ['failure'], ['failure'], ['recovered'], []]);
  });

  test('several ends of one job in a group are counted one after the other', async () => {
    const { cronJobId } = await hooked({ onlyAfterFailures: 2 }, { consecutiveFailures: 1, lastStatus: 'failed' });
    const group = await started(cronJobId, 5);
    await finish(...[500, 200, 500, 500, 200].map((status, i) => ended(group[i], status)));
    expect((await eventsOf(database.db)).sort()).toEqual(
      ['failure', 'success', 'recovered', 'failure', 'success', 'recovered'].sort(),
    );
  });

  test('two workers that end runs of one job at once count exactly', async () => {
    const { cronJobId } = await hooked({ onlyAfterFailures: 2, events: ['failure'] });
    const group = await started(cronJobId, 8);
    await Promise.all(group.map((run) => finish(ended(run, 500))));
    // All but the first.
    expect(await eventsOf(database.db)).toHaveLength(7);
  });

  test('is told once when its lease was lost and two workers end it at once', async () => {
    const { cronJobId } = await hooked();
    const [first] = await started(cronJobId);
    await database.pool.query(`UPDATE run_batches SET attention_at = now() - interval '1 second'`);
    await reconcileRunBatches(database, publisher, { limit: 100, rescueLost: true });
    const [second] = await startAll();
    const both = await Promise.all([finish(ended(first)), finish(ended(second, 500))]);
    expect(both.map(({ stale }) => stale)).toEqual([1, 0]);
    expect(await eventsOf(database.db)).toEqual(['failure']);
  });

  test.each([
    ['is written', 'CREATE TRIGGER refuse AFTER INSERT'],
    ['is committed', 'CREATE CONSTRAINT TRIGGER refuse AFTER INSERT'],
  ])('does not happen when what is to be told of it fails as it %s', async (_, create) => {
    const { cronJobId } = await hooked();
    const [run] = await started(cronJobId);
    const when = create.includes('CONSTRAINT') ? 'DEFERRABLE INITIALLY DEFERRED' : '';
    await database.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
      ${create} ON webhook_deliveries ${when} FOR EACH ROW EXECUTE FUNCTION refuse();`);
    await expect(finish(ended(run))).rejects.toThrow();
    await database.pool.query('DROP TRIGGER refuse ON webhook_deliveries; DROP FUNCTION refuse');
    expect(await database.db.select().from(runs)).toMatchObject([{ state: 'queued' }]);
    expect(await eventsOf(database.db)).toEqual([]);
    await finish(ended(run));
    expect(await eventsOf(database.db)).toEqual(['success']);
  });

  test('a run that is given up is told as a failure', async () => {
    const { cronJobId } = await hooked();
    await started(cronJobId);
    for (let lost = 1; lost <= 3; lost++) {
      await database.pool.query(`UPDATE run_batches SET attention_at = now() - interval '1 second'`);
      await reconcileRunBatches(database, publisher, { limit: 100, rescueLost: true });
      await startAll();
    }
    expect(await eventsOf(database.db)).toEqual(['failure']);
  });

  test('a disabled webhook, and one that wants other events, are told nothing', async () => {
    const off = await hooked({ enabled: false });
    const others = await hooked({ events: ['skipped', 'disabled'] });
    const group = [...(await started(off.cronJobId)), ...(await started(others.cronJobId))];
    await finish(...group.map((run) => ended(run, 500)));
    expect(await eventsOf(database.db)).toEqual([]);
  });
});

describe('what is not carried out', () => {
  test('is told as skipped: instants missed, and those beyond the month’s limit', async () => {
    const hour = 3_600_000;
    const nextRunAt = new Date((Math.floor(Date.now() / hour) - 3) * hour);
    await hooked({}, { schedule: '0 * * * *', nextRunAt });
    await claim();
    const missed = await database.db.select().from(webhookDeliveries);
    expect(missed.map((delivery) => delivery.event)).toEqual(['skipped', 'skipped', 'skipped']);

    await database.pool.query('TRUNCATE webhook_deliveries');
    userId = await seedUser(database.db, 'FREE');
    const { cronJobId } = await hooked({}, { nextRunAt: new Date(Date.now() - 10) });
    const month = `to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-01')::date`;
    await database.pool.query(`INSERT INTO usage_months (user_id, month, executions) VALUES ($1, ${month}, 500)`, [
      userId,
    ]);
    await claim();
    await execute(cronJobId);
    const skipped = await deliveriesOf(database.db);
    expect(skipped.map((delivery) => delivery.event)).toEqual(['skipped', 'skipped']);
    const [told] = skipped;
    if (told === undefined) throw new Error('nothing was told');
    const claimed = { ...told, scheduledForMs: told.scheduledFor.getTime(), nowMs: Date.now() };
    const payload = await tellPayload(database.db, claimed as never);
    expect(JSON.parse(payload ?? '')).toMatchObject({
      event: 'skipped',
      result: {
        status: 'skipped',
        code: 0,
        reason: { code: 'monthly_runs', message: 'The limit of 500 runs a month is reached. Current: 500' },
        startedAt: null,
      },
    });
  });
});
