import { emptyTables } from '@carillon/testkit/empty-tables';
import { controlClock } from '@carillon/testkit/postgres-clock';
import { seeded, testSeed } from '@carillon/testkit/random';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase } from '@carillon/testkit/test-database';
import { asc, eq } from 'drizzle-orm';
import { openDatabase, type Db } from '../../../src/db/client.js';
import { newPrefixedId, newRunId } from '../../../src/db/ids.js';
import { cronJobs, runs, webhookDeliveries, webhooks } from '../../../src/db/schema/index.js';
import { partitionDay } from '../../../src/domain/run/partition.js';
import { WEBHOOK_EVENTS } from '../../../src/domain/webhook/events.js';
import type { WebhookAnswer, WebhookRequest } from '../../../src/egress/send-webhook.js';
import { deliverWebhook } from '../../../src/engine/deliver-webhook.js';
import { dispatchDeliveries } from '../../../src/engine/dispatch-deliveries.js';
import { createRunPartitions } from '../../../src/engine/ensure-run-partitions.js';
import { enterDeliveries } from '../../../src/engine/enter-deliveries.js';
import { createKeyring } from '../../../src/secrets/keyring.js';

/** Inserts a webhook that is told of everything, unless `fields` say otherwise; its id. */
export async function seedWebhook(
  db: Db,
  cronJobId: string,
  userId: string,
  fields: Partial<typeof webhooks.$inferInsert> = {},
): Promise<string> {
  const id = newPrefixedId('webhook');
  const events = [...WEBHOOK_EVENTS];
  const endpoint = 'http://example.com/hook';
  // Not sealed: a text from before there were keys.
  const secret = `whsec_${Buffer.alloc(32, id).toString('base64')}`;
  await db.insert(webhooks).values({ id, cronJobId, userId, endpoint, events, secret, ...fields });
  await db.update(cronJobs).set({ hasWebhook: true }).where(eq(cronJobs.id, cronJobId));
  return id;
}

/** Everything that was entered, in order. */
export const deliveriesOf = (db: Db) => db.select().from(webhookDeliveries).orderBy(asc(webhookDeliveries.id));

/** The events that were entered, in order. */
export const eventsOf = async (db: Db) => (await deliveriesOf(db)).map((delivery) => delivery.event);

/** An instant on a Sunday. */
export const START = new Date('2026-11-22T09:00:00.000Z');

export const keyring = createKeyring({ current: Buffer.alloc(32, 'test key') });

export const answered = (status: number, headers: Record<string, string> = {}): WebhookAnswer => ({
  status,
  headers,
  durationMs: 7,
  error: null,
});
export const failed = (code: string): WebhookAnswer => ({ ...answered(0), error: { code, message: 'no' } });

/** A database whose clock stands where a test sets it, a queue that is a list, and both ends of it. */
export async function setUp() {
  const server = await createTestDatabase();
  const clock = await controlClock(server.url);
  const database = openDatabase({ url: server.url });
  const { db } = database;
  const random = seeded(testSeed());
  const queue: string[] = [];
  const state = { now: START, userId: '', depth: 0, afterWebhook: '' };
  const setClock = async (at: Date) => {
    state.now = at;
    await clock.set(at.toISOString());
  };
  const publisher = {
    publishDeliveries: (ids: readonly string[]) => {
      queue.push(...ids);
      return Promise.resolve();
    },
    depth: () => Promise.resolve(state.depth),
  };
  const dispatch = async () => {
    const round = await dispatchDeliveries({ pg: database.pool, publisher }, state.afterWebhook);
    state.afterWebhook = round.afterWebhook;
    return round;
  };
  const deliver = (id: string, answer: WebhookAnswer | ((request: WebhookRequest) => Promise<WebhookAnswer>)) => {
    const send = (request: WebhookRequest) =>
      typeof answer === 'function' ? answer(request) : Promise.resolve(answer);
    return deliverWebhook({ database, keyring, random: random.next, send }, id);
  };
  /** Dispatches and delivers what is due, which must be one. */
  const attempt = async (answer: WebhookAnswer) => {
    const sent: WebhookRequest[] = [];
    await dispatch();
    if (queue.length !== 1) throw new Error(`${queue.length} deliveries are due`);
    const outcome = await deliver(queue.splice(0)[0] ?? '', (request) => {
      sent.push(request);
      return Promise.resolve(answer);
    });
    return { outcome, request: sent[0] as WebhookRequest };
  };
  const only = async () => {
    const [row, ...others] = await deliveriesOf(db);
    if (row === undefined || others.length > 0) throw new Error('not one delivery');
    return row;
  };
  const hook = async (fields: Partial<typeof webhooks.$inferInsert> = {}) => {
    const [cronJobId = ''] = await seedCronJobs(db, 1, { userId: state.userId });
    return { cronJobId, webhookId: await seedWebhook(db, cronJobId, state.userId, fields) };
  };
  /** A run that failed, and what its webhook is to be told. */
  const fail = async (cronJobId: string) => {
    const { now, userId } = state;
    const runId = newRunId(now);
    await createRunPartitions(db).ensure([partitionDay(now)]);
    const ended = {
      state: 'failed',
      status: 500,
      startedAt: now,
      finishedAt: now,
      durationMs: 12,
      attempt: 1,
    } as const;
    const answer = { responseBody: '{"a":"あ"}', responseHeaders: { x: 'y' } };
    const run = { id: runId, scheduledFor: now, cronJobId, userId, type: 'AUTO', url: 'http://example.com/' } as const;
    await db.insert(runs).values({ ...run, ...ended, ...answer });
    await enterDeliveries(db, [{ kind: 'failed', failuresBefore: 0, cronJobId, runId }]);
    return runId;
  };
  return {
    database,
    db,
    url: server.url,
    queue,
    state,
    setClock,
    pass: (ms: number) => setClock(new Date(state.now.getTime() + ms)),
    dispatch,
    deliver,
    attempt,
    only,
    hook,
    fail,
    async reset() {
      await emptyTables(database.pool, 'runs', 'users');
      state.userId = await seedUser(db);
      await setClock(START);
      queue.length = 0;
    },
    async close() {
      await database.close();
      await server.close();
    },
  };
}

export type Setup = Awaited<ReturnType<typeof setUp>>;
