import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { seedApiKey, seedUser } from '@carillon/testkit/seed';
import { seeded, testSeed } from '@carillon/testkit/random';
import { spawnApp, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { DRAFT } from './support/start-api.js';

let server: TestDatabase;
let database: Database;
let api: SpawnedApp;
beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url });
  api = await spawnApp('api', { DATABASE_URL: server.url });
});
afterAll(async () => {
  await api.stop();
  await database.close();
  await server.close();
});

const create = (token: string, key: string, fields: { name?: string } = {}) =>
  fetch(`${api.url ?? ''}/api/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ ...DRAFT, name: key, ...fields }),
  });
/** Sends all of it at once, ends the process `afterMs` later as a power cut would, and starts it again. */
const killDuring = async (requests: () => Promise<Response>[], afterMs: number) => {
  const answers = Promise.allSettled(requests());
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  api.kill('SIGKILL');
  await api.exited;
  const answered = (await answers).filter(({ status }) => status === 'fulfilled').length;
  api = await spawnApp('api', { DATABASE_URL: server.url, PORT: new URL(api.url ?? '').port });
  return answered;
};
const books = async (userId: string) => {
  const { rows } = await database.pool.query<Record<string, number>>(
    `SELECT (SELECT count(*) FROM cron_jobs WHERE user_id = $1)::int AS jobs,
       (SELECT job_count FROM users WHERE id = $1) AS counted,
       (SELECT sum(jobs_created) FROM usage_days WHERE user_id = $1)::int AS booked,
       (SELECT count(*) FROM resource_history WHERE user_id = $1)::int AS history,
       (SELECT count(*) FROM idempotency_keys WHERE user_id = $1)::int AS keys`,
    [userId],
  );
  return rows[0];
};

test('an API killed amid creations: the same keys again make each job once, and the books count what there is', async () => {
  const random = seeded(testSeed());
  const userId = await seedUser(database.db, 'PRO');
  const token = await seedApiKey(database.db, userId);
  const keys = Array.from({ length: 60 }, (_, i) => `key ${i}`);
  for (let round = 0; round < 3; round++) {
    const part = keys.slice(round * 20, (round + 1) * 20);
    await killDuring(() => part.map((key) => create(token, key)), random.integer(1, 60));
  }
  const statuses = [];
  for (const key of keys) statuses.push((await create(token, key)).status);
  expect(statuses).toEqual(Array(60).fill(201));
  expect(await books(userId)).toEqual({ jobs: 60, counted: 60, booked: 60, history: 60, keys: 60 });
  expect((await create(token, 'key 0', { name: 'another' })).status).toBe(409);
}, 90_000);

test('an API killed amid more creations than the plan has room for: never more than the limit, never less', async () => {
  const random = seeded(testSeed() + 1);
  const userId = await seedUser(database.db, 'HOBBY');
  const token = await seedApiKey(database.db, userId);
  const keys = Array.from({ length: 30 }, (_, i) => `key ${i}`);
  await killDuring(() => keys.map((key) => create(token, key)), random.integer(1, 60));
  const statuses = [];
  for (const key of keys) statuses.push((await create(token, key)).status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(20);
  expect(statuses.filter((status) => status === 400)).toHaveLength(10);
  expect(await books(userId)).toEqual({ jobs: 20, counted: 20, booked: 20, history: 20, keys: 20 });
}, 60_000);
