import type { Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { emptyTables } from '@carillon/testkit/empty-tables';
import { createGate } from '@carillon/testkit/gate';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { sql } from 'drizzle-orm';
import { openDatabase, type Database } from '../../../src/db/client.js';
import { lockDueCronJobs } from '../../../src/db/queries/claim-due.js';
import { runs } from '../../../src/db/schema/index.js';
import { claimDueRuns } from '../../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../../src/engine/ensure-run-partitions.js';

const JOBS = 20;
let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url });
});
afterAll(async () => {
  await database.close();
  await server.close();
});
beforeEach(async () => {
  await emptyTables(database.pool, 'run_batches', 'runs', 'users');
  await seedCronJobs(database.db, JOBS, { userId: await seedUser(database.db), url: 'http://example.com/' });
});

const claim = async () => {
  const common = { quotaTimezone: 'UTC', node: 'srv1', limit: 100, onUnreadable: () => undefined };
  return claimDueRuns({ db: database.db, partitions: createRunPartitions(database.db), ...common });
};

/** A scheduler that has locked what is due, and then does not go on; `socket` is all that ties it to Postgres. */
const stopInsideAClaim = async (beforeLocking = sql`SELECT 1`) => {
  const errors: Error[] = [];
  const doomed = openDatabase({ url: server.url, max: 1, onError: (error) => errors.push(error) });
  let socket: Socket | null = null;
  doomed.pool.on('connect', (client) => {
    socket = (client as unknown as { connection: { stream: Socket } }).connection.stream;
  });
  const locked = createGate();
  const transaction = doomed.db
    .transaction(async (tx) => {
      await tx.execute(beforeLocking);
      expect(await lockDueCronJobs(tx, 100)).toHaveLength(JOBS);
      locked.open();
      await new Promise((resolve) => socket?.once('close', resolve));
    })
    .catch(() => undefined);
  await locked.opened;
  if (socket === null) throw new Error('no connection');
  return { socket: socket as Socket, end: () => transaction.then(() => doomed.close()) };
};

test('a scheduler that dies inside its claim holds nothing back: another claims it all, within two seconds', async () => {
  const dead = await stopInsideAClaim();
  expect(await claim()).toMatchObject({ cronJobs: 0 });
  dead.socket.destroy();
  const claimed = await waitFor(
    'a claim',
    async () => {
      const found = await claim();
      return found.cronJobs > 0 && found;
    },
    { timeoutMs: 2_000 },
  );
  expect(claimed).toMatchObject({ cronJobs: JOBS, queued: JOBS });
  expect(await database.db.$count(runs)).toBe(JOBS);
  await dead.end();
});

test('a scheduler lost without a word inside its claim is cut off by Postgres', async () => {
  const { rows } = await database.pool.query<Record<string, string>>('SHOW idle_in_transaction_session_timeout');
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '10s' }]);
  const silent = await stopInsideAClaim(sql`SET LOCAL idle_in_transaction_session_timeout = '400ms'`);
  expect(await claim()).toMatchObject({ cronJobs: 0 });
  const claimed = await waitFor(
    'a claim',
    async () => {
      const found = await claim();
      return found.cronJobs > 0 && found;
    },
    { timeoutMs: 5_000 },
  );
  expect(claimed).toMatchObject({ cronJobs: JOBS });
  silent.socket.destroy();
  await silent.end();
});
