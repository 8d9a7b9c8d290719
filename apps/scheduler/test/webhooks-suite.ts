import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { runs, webhookDeliveries } from '@carillon/core/db/schema/index';
import { WEBHOOK_EVENTS } from '@carillon/core/domain/webhook/events';
import { createWebhook } from '@carillon/core/engine/create-webhook';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { createGate, type Gate } from '@carillon/testkit/gate';
import type { QueueBackend } from '@carillon/testkit/queue-backends';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { startSink, type Sink } from '@carillon/testkit/sink';
import { spawnApp, type AppName, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { Webhook } from 'standardwebhooks';

/** From the end of a run to its receiver, as processes, on one queue backend. */
export function describeWebhooks({ name, redisUrl }: QueueBackend): void {
  describe(`webhooks, the queue on ${name}`, () => {
    let server: TestDatabase;
    let database: Database;
    let sink: Sink;
    let gate: Gate;
    let userId: string;
    let apps: SpawnedApp[] = [];

    beforeAll(async () => {
      server = await createTestDatabase();
      database = openDatabase({ url: server.url });
      userId = await seedUser(database.db);
      sink = await startSink({
        answer: ({ path }) => {
          if (path === '/target') return { status: 500, body: 'broken' };
          return path === '/slow' ? { gate } : {};
        },
      });
    });
    beforeEach(() => {
      gate = createGate();
    });
    afterEach(async () => {
      gate.open();
      await Promise.all(apps.map((app) => app.stop()));
      apps = [];
      sink.clear();
    });
    afterAll(async () => {
      await database.close();
      await sink.close();
      await server.close();
    });

    const start = async (app: AppName) => {
      const env = { EGRESS_ALLOW_CIDRS: '127.0.0.0/8', ...(redisUrl !== null && { REDIS_URL: redisUrl }) };
      const started = await spawnApp(app, { DATABASE_URL: server.url, ...env });
      apps.push(started);
      return started;
    };
    /** A cron job that is due now, with a webhook; its secret. */
    const hooked = async (path: string, headers: Record<string, string> | null = null) => {
      const [cronJobId = ''] = await seedCronJobs(database.db, 1, { userId, url: `${sink.url}/target` });
      const rule = { events: WEBHOOK_EVENTS, onlyAfterFailures: 1, enabled: true };
      const draft = { endpoint: sink.url + path, headers, ...rule };
      const actor = { kind: 'command_line' } as const;
      const input = { userId, cronJobId, draft, actor };
      const outcome = await createWebhook(database.db, { keyring: testKeyring }, input);
      if (outcome.kind !== 'created') throw new Error(outcome.kind);
      return outcome.secret;
    };
    const allAre = (state: string) =>
      waitFor(
        `all deliveries to be ${state}`,
        async () => (await database.db.select().from(webhookDeliveries)).every((row) => row.state === state),
        { timeoutMs: 15_000 },
      );

    test('the result of a run is pushed, signed, with the headers that were sealed; a hanging receiver holds up nobody', async () => {
      await hooked('/slow');
      const secret = await hooked('/hook', { Authorization: 'Bearer receivers-own' });
      await start('scheduler');
      const worker = await start('worker');
      const [request] = await waitFor('the delivery', () => {
        const come = sink.to('/hook');
        return come.length > 0 && sink.to('/slow').length > 0 ? come : null;
      });
      if (request === undefined) throw new Error('no delivery');
      expect(request.headers.authorization).toBe('Bearer receivers-own');
      new Webhook(secret).verify(request.body, request.headers as Record<string, string>);
      expect(JSON.parse(request.body)).toMatchObject({
        event: 'failure',
        result: { status: 'failure', code: 500, response: { body: 'broken' }, trigger: 'AUTO' },
      });
      expect((await database.db.select().from(runs)).map((run) => run.state)).toEqual(['failed', 'failed']);
      // Told to end it lets the attempt under way come to its own end.
      worker.kill('SIGTERM');
      gate.open();
      expect(await worker.exited).toEqual({ code: 0, signal: null });
      await allAre('delivered');
      expect([sink.to('/hook').length, sink.to('/slow').length]).toEqual([1, 1]);
    });

    test('a worker that is killed in the middle of an attempt loses no delivery', async () => {
      await hooked('/slow');
      await start('scheduler');
      const doomed = await start('worker');
      await waitFor('an attempt', () => sink.to('/slow').length === 1);
      doomed.kill('SIGKILL');
      await doomed.exited;
      // As if its lease had run out by now.
      await database.pool.query(`UPDATE webhook_deliveries SET attention_at = now() WHERE state = 'sending'`);
      gate.open();
      await start('worker');
      await allAre('delivered');
      const ids = new Set(sink.to('/slow').map((request) => request.headers['webhook-id']));
      expect([sink.to('/slow').length, ids.size]).toEqual([2, 1]);
    });
  });
}
