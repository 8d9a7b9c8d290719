import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { controlClock, type PostgresClock } from '@carillon/testkit/postgres-clock';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { eq } from 'drizzle-orm';
import { openDatabase, type Database } from '../../src/db/client.js';
import { newId } from '../../src/db/ids.js';
import { cronJobs, runs } from '../../src/db/schema/index.js';
import type { PolicyWishes } from '../../src/domain/policy/choose-policy.js';
import type { PolicyChoices } from '../../src/domain/policy/run-policy.js';
import { stableOffset } from '../../src/domain/policy/stable-offset.js';
import { claimDueRuns } from '../../src/engine/claim-due-runs.js';
import { createRunPartitions } from '../../src/engine/ensure-run-partitions.js';
import { updateCronJob, type CronJobChanges } from '../../src/engine/update-cron-job.js';

/** Policies that decide about due instants, with the Postgres clock in hand: what the ledger says, to the instant. */

const actor = { kind: 'command_line' } as const;
const MINUTELY = '* * * * *';

let server: TestDatabase;
let database: Database;
let clock: PostgresClock;
let userId: string;
beforeAll(async () => {
  server = await createTestDatabase();
  clock = await controlClock(server.url);
  database = openDatabase({ url: server.url, max: 4 });
});
afterAll(async () => {
  await database.close();
  await server.close();
});
beforeEach(async () => {
  await database.db.delete(cronJobs);
  userId = await seedUser(database.db);
});

const time = (text: string) => `2026-03-02T${text}Z`;
const seed = async (schedule: string, due: string, policy: PolicyChoices | null, id = newId()) => {
  const nextRunAt = new Date(time(due));
  await seedCronJobs(database.db, 1, { id, userId, schedule, policy, nextRunAt, headers: null });
  return id;
};
const claimAt = async (now: string) => {
  await clock.set(time(now));
  const { db } = database;
  const common = { quotaTimezone: 'UTC', node: 'srv1', limit: 10 };
  const partitions = createRunPartitions(db);
  const onUnreadable = (_id: string, error: unknown) => {
    throw error;
  };
  while ((await claimDueRuns({ db, partitions, onUnreadable, ...common })).cronJobs > 0);
};
const change = async (cronJobId: string, now: string, changes: CronJobChanges) => {
  await clock.set(time(now));
  const outcome = await updateCronJob(database.db, { keyring: testKeyring }, { userId, cronJobId, changes, actor });
  if (outcome.kind !== 'updated') throw new Error(outcome.kind);
};
const changePolicy = (id: string, now: string, policy: PolicyWishes) => change(id, now, { policy });
/** `09:01 queued`, in order. */
const ledger = async (id: string) => {
  const rows = await database.db.select().from(runs).where(eq(runs.cronJobId, id)).orderBy(runs.scheduledFor);
  return rows.map(({ scheduledFor, state, reason }) =>
    [scheduledFor.toISOString().slice(11, 16), state, reason?.code].filter(Boolean).join(' '),
  );
};
const nextRunOf = async (id: string) => {
  const [row] = await database.db.select().from(cronJobs).where(eq(cronJobs.id, id));
  return row?.nextRunAt?.toISOString().slice(11, 19) ?? null;
};
/** An id whose offset within the jitter lies between two. */
const idWithOffset = (jitterSeconds: number, from: number, to: number) => {
  for (;;) {
    const id = newId();
    const offset = stableOffset(id, jitterSeconds);
    if (offset >= from && offset <= to) return { id, offset };
  }
};
const later = (instant: string, seconds: number) =>
  new Date(Date.parse(time(instant)) + seconds * 1_000).toISOString().slice(11, 19);

describe('three minutes down', () => {
  test.each<[missed: PolicyChoices | null, fates: string[]]>([
    [null, ['missed service_was_down', 'missed service_was_down', 'missed service_was_down', 'queued']],
    [{ missed: 'skip' }, ['missed service_was_down', 'missed service_was_down', 'missed service_was_down', 'queued']],
    [{ missed: 'runAll' }, ['queued', 'queued', 'queued', 'queued']],
    [{ missed: 'runAll', missedWindowSeconds: 130 }, ['missed missed_window', 'queued', 'queued', 'queued']],
    [{ missed: 'runAll', pausedUntil: time('09:02:00.000') }, ['skipped paused', 'skipped paused', 'queued', 'queued']],
  ])('%j', async (policy, fates) => {
    const id = await seed(MINUTELY, '09:00:00', policy);
    await claimAt('09:03:05');
    expect(await ledger(id)).toEqual(fates.map((fate, i) => `09:0${i} ${fate}`));
    expect(await nextRunOf(id)).toBe('09:04:00');
  });

  test('more than fit into one claim are run one after the other, each once', async () => {
    const id = await seed(MINUTELY, '06:00:00', { missed: 'runAll' });
    await claimAt('09:59:30');
    const rows = await ledger(id);
    expect(rows).toHaveLength(240);
    expect(rows.every((row) => row.endsWith('queued'))).toBe(true);
  });
});

describe('a pause', () => {
  test('that begins and ends between two instants loses none and doubles none', async () => {
    const id = await seed(MINUTELY, '09:00:00', null);
    await claimAt('09:00:01');
    await changePolicy(id, '09:00:10', { pausedUntil: time('10:00:00.000') });
    await claimAt('09:01:00');
    await changePolicy(id, '09:01:10', { pausedUntil: null });
    await claimAt('09:02:00');
    await changePolicy(id, '09:02:10', { pausedUntil: time('09:02:30.000') });
    await claimAt('09:03:00');
    expect(await ledger(id)).toEqual(['09:00 queued', '09:01 skipped paused', '09:02 queued', '09:03 queued']);
  });

  test('books no run and is no run of the job', async () => {
    const id = await seed(MINUTELY, '09:00:00', { pausedUntil: time('10:00:00.000') });
    await claimAt('09:00:00');
    const [job] = await database.db.select().from(cronJobs).where(eq(cronJobs.id, id));
    expect(job).toMatchObject({ runCount: 0, lastRunAt: null });
    const { rows } = await database.pool.query('SELECT 1 FROM usage_months WHERE user_id = $1', [userId]);
    expect(rows).toEqual([]);
  });
});

describe('an end', () => {
  test('is the end: nothing is due from then on, until it is moved', async () => {
    const id = await seed(MINUTELY, '09:00:00', { endAt: time('09:02:00.000') });
    await claimAt('09:00:00');
    await claimAt('09:01:00');
    expect(await nextRunOf(id)).toBeNull();
    await claimAt('09:04:00');
    await changePolicy(id, '09:04:30', { endAt: null });
    expect(await nextRunOf(id)).toBe('09:05:00');
    await changePolicy(id, '09:04:40', { endAt: time('09:05:00.000') });
    expect(await nextRunOf(id)).toBeNull();
    expect(await ledger(id)).toEqual(['09:00 queued', '09:01 queued']);
  });
});

test('a start lies ahead of everything, and can be moved', async () => {
  const id = await seed(MINUTELY, '09:00:00', null);
  await changePolicy(id, '08:59:30', { startAt: time('09:30:00.000') });
  expect(await nextRunOf(id)).toBe('09:30:00');
  await changePolicy(id, '08:59:40', { startAt: time('09:10:00.000') });
  expect(await nextRunOf(id)).toBe('09:10:00');
  await changePolicy(id, '08:59:50', { startAt: null });
  expect(await nextRunOf(id)).toBe('09:00:00');
});

describe('jitter', () => {
  const HOURLY = '0 * * * *';

  test('makes every instant later by the same', async () => {
    const { id, offset } = idWithOffset(600, 60, 600);
    await seed(HOURLY, '00:00:00', null, id);
    await changePolicy(id, '08:30:00', { jitterSeconds: 600 });
    expect(await nextRunOf(id)).toBe(later('00:00:00', offset));
    await change(id, '08:30:00', { enabled: false });
    await change(id, '08:30:00', { enabled: true });
    expect(await nextRunOf(id)).toBe(later('09:00:00', offset));
    await claimAt('09:30:00');
    expect(await nextRunOf(id)).toBe(later('10:00:00', offset));
    expect((await ledger(id)).length).toBe(1);
  });

  test('that is set when an instant has been served does not bring it again', async () => {
    const { id, offset } = idWithOffset(600, 120, 600);
    await seed(HOURLY, '09:00:00', null, id);
    await claimAt('09:00:00');
    await changePolicy(id, '09:00:30', { jitterSeconds: 600 });
    expect(await nextRunOf(id)).toBe(later('10:00:00', offset));
  });

  test('that is taken away while an instant waits for it does not lose it', async () => {
    const { id, offset } = idWithOffset(600, 120, 600);
    await seed(HOURLY, later('09:00:00', offset), { jitterSeconds: 600 }, id);
    await changePolicy(id, '09:00:30', { jitterSeconds: 0 });
    expect(await nextRunOf(id)).toBe('09:00:00');
    await claimAt('09:00:31');
    expect(await ledger(id)).toEqual(['09:00 queued']);
    expect(await nextRunOf(id)).toBe('10:00:00');
  });

  test('stays with a job whose other choices change', async () => {
    const { id, offset } = idWithOffset(600, 120, 600);
    await seed(HOURLY, later('09:00:00', offset), { jitterSeconds: 600 }, id);
    await changePolicy(id, '09:00:30', { missed: 'skip', overlap: 'skip' });
    expect(await nextRunOf(id)).toBe(later('09:00:00', offset));
  });
});
