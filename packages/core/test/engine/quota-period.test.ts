import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { controlClock, type PostgresClock } from '@carillon/testkit/postgres-clock';
import { seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { eq } from 'drizzle-orm';
import { openDatabase, type Database } from '../../src/db/client.js';
import { cronJobs } from '../../src/db/schema/index.js';
import { claimDueRuns } from '../../src/engine/claim-due-runs.js';
import { createApiKey } from '../../src/engine/create-api-key.js';
import { createCronJobs, type CronJobDraft } from '../../src/engine/create-cron-jobs.js';
import { deleteCronJob } from '../../src/engine/delete-cron-job.js';
import { createRunPartitions } from '../../src/engine/ensure-run-partitions.js';
import { readUsage } from '../../src/engine/read-usage.js';
import { requestManualRun } from '../../src/engine/request-manual-run.js';
import { revokeApiKey } from '../../src/engine/revoke-api-key.js';
import { openPublisher, type Publisher } from '../../src/queues/publish.js';

/** What a new day and a new month of the quota's zone reset, and what they leave alone. The clock is the database's. */

const actor = { kind: 'command_line' } as const;
const draft: CronJobDraft = {
  name: 'Yearly',
  target: null,
  url: 'http://example.com/',
  method: 'GET',
  schedule: '0 12 1 7 *',
  timezone: 'UTC',
  enabled: true,
  headers: null,
  body: null,
  timeoutMs: 10_000,
  dstGap: 'shift',
  dstFold: 'first',
  tags: [],
  policy: null,
};

let server: TestDatabase;
let clock: PostgresClock;
let database: Database;
let publisher: Publisher;
let userId: string;
beforeEach(async () => {
  server = await createTestDatabase();
  clock = await controlClock(server.url);
  database = openDatabase({ url: server.url, max: 4 });
  publisher = openPublisher({ databaseUrl: server.url }, () => undefined);
  userId = await seedUser(database.db, 'PRO');
});
afterEach(async () => {
  await publisher.close();
  await database.close();
  await server.close();
});

/** One of everything that is counted: a job and a key made, another pair made and deleted, a run due and one by hand. */
async function doOneOfEach(quotaTimezone: string, at: string): Promise<void> {
  const { db } = database;
  const options = { keyring: testKeyring, quotaTimezone };
  const create = async () => {
    const made = await createCronJobs(db, options, { userId, drafts: [draft], actor });
    if (made.kind !== 'created' || made.jobs[0] === undefined) throw new Error(made.kind);
    return made.jobs[0];
  };
  const key = async () => {
    const rights = { scopes: ['read:jobs' as const], tenantIds: null };
    const made = await createApiKey(db, options, { userId, name: 'key', expiresAt: null, actor, ...rights });
    if (made.kind !== 'created') throw new Error(made.kind);
    return made.apiKey;
  };
  const [kept, gone] = [await create(), await create()];
  await deleteCronJob(db, options, { userId, cronJobId: gone.id, actor });
  await key();
  await revokeApiKey(db, options, { userId, keyId: (await key()).id, actor });
  const partitions = createRunPartitions(db);
  await db
    .update(cronJobs)
    .set({ nextRunAt: new Date(at) })
    .where(eq(cronJobs.id, kept.id));
  const claimed = await claimDueRuns({
    db,
    partitions,
    quotaTimezone,
    node: 'srv1',
    limit: 10,
    onUnreadable: () => undefined,
  });
  expect(claimed.queued).toBe(1);
  const onPublishError = () => undefined;
  const manual = { db, partitions, publisher, quotaTimezone, node: 'srv1', onPublishError };
  expect((await requestManualRun(manual, { userId, cronJobId: kept.id })).kind).toBe('queued');
}

const usage = async (zone: string) => {
  const row = await readUsage(database.db, { quotaTimezone: zone }, userId);
  if (row === null) throw new Error('The user has gone');
  const { day, jobs, apiKeys, peakJobCount, peakApiKeyCount, monthExecutions, dayExecutions } = row;
  const { jobsCreated, jobsDeleted, apiKeysCreated, apiKeysDeleted } = row;
  const there = { day, jobs, apiKeys, peakJobCount, peakApiKeyCount };
  const done = { jobsCreated, jobsDeleted, apiKeysCreated, apiKeysDeleted, dayExecutions, monthExecutions };
  return { ...there, ...done };
};

const ONE_OF_EACH = { jobsCreated: 2, jobsDeleted: 1, apiKeysCreated: 2, apiKeysDeleted: 1, dayExecutions: 2 };
const NOTHING = { jobsCreated: 0, jobsDeleted: 0, apiKeysCreated: 0, apiKeysDeleted: 0, dayExecutions: 0 };

describe.each([
  ['Asia/Tokyo', '2026-03-30T14:59:59Z', '2026-03-30T15:00:00Z', '2026-03-31T14:59:59Z', '2026-03-31T15:00:00Z'],
  ['UTC', '2026-03-30T23:59:59Z', '2026-03-31T00:00:00Z', '2026-03-31T23:59:59Z', '2026-04-01T00:00:00Z'],
  ['America/New_York', '2026-03-31T03:59:59Z', '2026-03-31T04:00:00Z', '2026-04-01T03:59:59Z', '2026-04-01T04:00:00Z'],
])('in %s', (zone, eve, midnight, lastSecond, newMonth) => {
  test('midnight resets the day and nothing else; the month’s end resets the month too', async () => {
    await clock.set(eve);
    await doOneOfEach(zone, eve);
    const before = { day: '2026-03-30', jobs: 1, apiKeys: 1, peakJobCount: 2, peakApiKeyCount: 2, monthExecutions: 2 };
    expect(await usage(zone)).toEqual({ ...before, ...ONE_OF_EACH });

    await clock.set(midnight);
    const after = { ...before, day: '2026-03-31', peakJobCount: 1, peakApiKeyCount: 1 };
    expect(await usage(zone)).toEqual({ ...after, ...NOTHING });
    await doOneOfEach(zone, midnight);
    await clock.set(lastSecond);
    const grown = { jobs: 2, apiKeys: 2, peakJobCount: 3, peakApiKeyCount: 3, monthExecutions: 4 };
    expect(await usage(zone)).toEqual({ ...after, ...grown, ...ONE_OF_EACH });

    await clock.set(newMonth);
    const fresh = { day: '2026-04-01', peakJobCount: 2, peakApiKeyCount: 2, monthExecutions: 0 };
    expect(await usage(zone)).toEqual({ ...fresh, jobs: 2, apiKeys: 2, ...NOTHING });
  });
});

test('what the month had no room for is skipped, and the next month’s first is run', async () => {
  const zone = 'Asia/Tokyo';
  await clock.set('2026-03-31T14:59:59Z');
  await database.pool.query(`UPDATE plans SET monthly_runs = 2 WHERE name = 'PRO'`);
  await doOneOfEach(zone, '2026-03-31T14:59:59Z');
  const claim = async (at: string) => {
    await clock.set(at);
    await database.db.update(cronJobs).set({ nextRunAt: new Date(at) });
    const partitions = createRunPartitions(database.db);
    const { db } = database;
    return claimDueRuns({
      db,
      partitions,
      quotaTimezone: zone,
      node: 'srv1',
      limit: 10,
      onUnreadable: () => undefined,
    });
  };
  expect(await claim('2026-03-31T14:59:59.500Z')).toMatchObject({ queued: 0, skipped: 1 });
  expect(await usage(zone)).toMatchObject({ monthExecutions: 2, dayExecutions: 2 });
  expect(await claim('2026-03-31T15:00:00Z')).toMatchObject({ queued: 1, skipped: 0 });
  expect(await usage(zone)).toMatchObject({ monthExecutions: 1, dayExecutions: 1 });
});

test('the limit on creations a day opens again with the new day', async () => {
  const options = { keyring: testKeyring, quotaTimezone: 'Asia/Tokyo' };
  await clock.set('2026-03-31T14:59:59Z');
  await database.pool.query(`UPDATE plans SET max_jobs = 1 WHERE name = 'PRO'`);
  const create = () => createCronJobs(database.db, options, { userId, drafts: [draft], actor });
  const createAndDelete = async () => {
    const made = await create();
    if (made.kind !== 'created') return made.kind;
    await deleteCronJob(database.db, options, { userId, cronJobId: made.jobs[0]?.id ?? '', actor });
    return made.kind;
  };
  expect([await createAndDelete(), await createAndDelete()]).toEqual(['created', 'activity_limit']);
  await clock.set('2026-03-31T15:00:00Z');
  expect([await createAndDelete(), await createAndDelete()]).toEqual(['created', 'activity_limit']);
});
