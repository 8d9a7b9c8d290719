import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { createApiKey } from '@carillon/core/engine/create-api-key';
import { spawnApp, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';

/** What a thousand waiting workers cost a process of its own: memory, and connections to Postgres. */

const POOL = 4;
const POLLS = 1_000;

let testDatabase: TestDatabase;
let database: Database;
let app: SpawnedApp;
let token: string;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url, max: 2 });
  const userId = await seedUser(database.db);
  const input = { userId, name: 'test', scopes: SCOPES, tenantIds: null, expiresAt: null };
  const made = await createApiKey(database.db, { quotaTimezone: 'UTC' }, { ...input, actor: { kind: 'command_line' } });
  if (made.kind !== 'created') throw new Error(made.kind);
  ({ token } = made);
  app = await spawnApp('api', { DATABASE_URL: testDatabase.url, DB_POOL_MAX: String(POOL), LOG_LEVEL: 'warn' });
}, 60_000);
afterAll(async () => {
  agent.destroy();
  await app.stop();
  await database.close();
  await testDatabase.close();
});

interface Figures {
  memory_mb: number;
  waiting_polls: number;
}

async function figures(): Promise<Figures> {
  const response = await fetch(`${app.url}/api/v1/system/metrics`, { headers: { 'X-API-Key': token } });
  const { data } = (await response.json()) as { data: { process: Figures } };
  return data.process;
}

/** Six thousand requests are sent with it: fetch takes three times the work. */
const agent = new Agent({ keepAlive: true });
const ask = (fields: object) =>
  new Promise<void>((resolve, reject) => {
    const headers = { 'X-API-Key': token, 'Content-Type': 'application/json' };
    request(`${app.url}/api/v1/jobs/activate`, { method: 'POST', headers, agent })
      .on('response', (response) => response.resume().on('end', resolve).on('error', reject))
      .on('error', reject)
      .end(JSON.stringify({ type: 'warm-up', worker: 'w', ...fields }));
  });

function openPoll(n: number): Socket {
  const socket = connect(Number(new URL(app.url ?? '').port), '127.0.0.1');
  socket.on('error', () => undefined);
  const body = JSON.stringify({ type: `type-${n % 50}`, worker: 'w', request_timeout: 30_000 });
  const head = `POST /api/v1/jobs/activate HTTP/1.1\r\nHost: x\r\nX-API-Key: ${token}\r\nContent-Type: application/json\r\n`;
  socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
  return socket;
}

const waiting = (count: number) =>
  waitFor(`${count} polls wait`, async () => (await figures()).waiting_polls === count, { timeoutMs: 20_000 });

async function connections(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'carillon-api'`,
  );
  return rows[0]?.n ?? 0;
}

test('a thousand waiting polls cost less than 50 MB and no connection', async () => {
  // Work first, short waits among it: until its young generation has its size, a process takes memory for whatever it does.
  for (let n = 0; n < 40; n++)
    await Promise.all(Array.from({ length: 150 }, () => ask({ request_timeout: n % 2 ? 0 : 20 })));
  const before = await figures();
  const sockets = Array.from({ length: POLLS }, (_, n) => openPoll(n));
  await waiting(POLLS);
  expect((await figures()).memory_mb - before.memory_mb).toBeLessThan(50);
  expect(await connections()).toBeLessThanOrEqual(POOL);
  for (const socket of sockets) socket.destroy();
  await waiting(0);
}, 60_000);
