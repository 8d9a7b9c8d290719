import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { createGate } from '@carillon/testkit/gate';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { and, asc, eq } from 'drizzle-orm';
import { inTransaction, openDatabase, type Database } from '../../src/db/client.js';
import { auditEvents, cronJobs, users } from '../../src/db/schema/index.js';
import { changePlan } from '../../src/engine/change-plan.js';
import { createCronJobs } from '../../src/engine/create-cron-jobs.js';
import { deleteCronJob } from '../../src/engine/delete-cron-job.js';
import { learnIntervals } from '../../src/engine/learn-intervals.js';
import { simulatePlanChange } from '../../src/engine/simulate-plan-change.js';
import { updateCronJob } from '../../src/engine/update-cron-job.js';

const actor = { kind: 'command_line' } as const;
const options = { keyring: testKeyring, quotaTimezone: 'UTC' };
const url = 'http://example.com/';
const draft = {
  name: 'New',
  target: null,
  url,
  method: 'GET' as const,
  schedule: '0 9 * * *',
  timezone: 'UTC',
  enabled: true,
  headers: null,
  body: null,
  timeoutMs: 10_000,
  dstGap: 'shift' as const,
  dstFold: 'first' as const,
  tags: [],
  policy: null,
};

let server: TestDatabase;
let database: Database;
let userId: string;
beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 12 });
});
afterAll(async () => {
  await database.close();
  await server.close();
});
beforeEach(async () => {
  userId = await seedUser(database.db, 'PRO');
});

/** Cron jobs as they are after the user has made them. */
async function seed(count: number, fields: Partial<typeof cronJobs.$inferInsert> = {}): Promise<string[]> {
  const ids = await seedCronJobs(database.db, count, { userId, url, nextRunAt: new Date('2100-01-01'), ...fields });
  await database.pool.query('UPDATE users SET job_count = job_count + $2 WHERE id = $1', [userId, count]);
  return ids.sort();
}

const change = (plan: string) => changePlan(database.db, options, { userId, plan, actor });
const create = () => createCronJobs(database.db, options, { userId, drafts: [draft], actor });
const enable = (cronJobId: string) =>
  updateCronJob(database.db, options, { userId, cronJobId, changes: { enabled: true }, actor });
const rows = () => database.db.select().from(cronJobs).where(eq(cronJobs.userId, userId)).orderBy(asc(cronJobs.id));
const enabledCount = async () => (await rows()).filter((row) => row.enabled).length;
const planOfUser = async () => (await database.db.select().from(users).where(eq(users.id, userId)))[0]?.plan;

/** Holds the rows that a statement locks until `release`, and gives how many others have come to wait for them. */
async function hold(statement: string, values: unknown[]) {
  const [held, gate] = [createGate(), createGate()];
  const done = inTransaction(database.pool, async (client) => {
    await client.query(statement, values);
    held.open();
    await gate.opened;
  });
  await held.opened;
  const waiting = async () => {
    const found = await database.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return found.rows[0]?.n ?? 0;
  };
  return {
    untilWaiting: (count: number) => waitFor(`${count} to wait`, async () => (await waiting()) >= count),
    async release() {
      gate.open();
      await done;
    },
  };
}
const holdAccount = () => hold('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
const holdJob = (id: string) => hold('SELECT FROM cron_jobs WHERE id = $1 FOR NO KEY UPDATE', [id]);

describe('a downgrade', () => {
  test('does what the simulation said, and enters it in the audit', async () => {
    const ids = await seed(8);
    await database.db
      .update(cronJobs)
      .set({ schedule: '*/5 * * * *', timeoutMs: 60_000 })
      .where(eq(cronJobs.id, ids[5] ?? ''));
    const simulated = await simulatePlanChange(database.db, options, { userId, plan: 'FREE' });
    expect(await enabledCount()).toBe(8);
    const changed = await change('FREE');
    expect(changed).toEqual(simulated);
    const gone = [ids[5], ids[0], ids[1]];
    expect(changed).toMatchObject({
      change: { jobs: { disable: gone.map((id) => ({ id })) }, lowerTimeouts: [ids[5]] },
    });
    const after = await rows();
    expect(after.filter((row) => !row.enabled).map((row) => row.id)).toEqual([...gone].sort());
    expect(after.filter((row) => row.nextRunAt === null)).toHaveLength(3);
    expect(after.find((row) => row.id === ids[5])?.timeoutMs).toBe(30_000);
    const events = await database.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.userId, userId))
      .orderBy(asc(auditEvents.id));
    expect(events.map(({ action, resourceId }) => [action, resourceId])).toEqual([
      ['plan.changed', userId],
      ...gone.map((id) => ['cron_job.disabled', id]),
    ]);
    expect(events[0]?.details).toMatchObject({ from: 'PRO', to: 'FREE' });
  });

  test('of a user with more jobs than a statement takes parameters', async () => {
    await seed(1);
    await database.pool.query(
      `INSERT INTO cron_jobs (id, user_id, name, url, method, schedule, timezone, enabled)
       SELECT gen_random_uuid(), user_id, name, url, method, schedule, timezone, enabled
       FROM cron_jobs, generate_series(2, 8000) WHERE user_id = $1`,
      [userId],
    );
    expect(await change('FREE')).toMatchObject({ change: { jobs: { current: 8_000 } } });
    expect(await enabledCount()).toBe(5);
    const disabled = and(eq(auditEvents.userId, userId), eq(auditEvents.action, 'cron_job.disabled'));
    expect(await database.db.$count(auditEvents, disabled)).toBe(7_995);
  }, 60_000);

  test('to a plan that there is not changes nothing', async () => {
    await seed(6);
    expect(await change('GOLD')).toEqual({
      kind: 'unknown_plan',
      plans: ['FREE', 'HOBBY', 'PRO', 'UNLIMITED'],
    });
    expect([await planOfUser(), await enabledCount()]).toEqual(['PRO', 6]);
  });
});

test('an upgrade enables nothing again', async () => {
  await seed(8);
  await change('FREE');
  await change('UNLIMITED');
  expect([await planOfUser(), await enabledCount()]).toEqual(['UNLIMITED', 5]);
});

describe('enabling again after a downgrade', () => {
  test('goes as far as the plan has room, also when all are enabled at once', async () => {
    const ids = await seed(8);
    await change('FREE');
    const [kept = ''] = ids.slice(-1);
    expect(await enable(ids[0] ?? '')).toEqual({ kind: 'job_limit', limit: 5, current: 5 });
    await updateCronJob(database.db, options, { userId, cronJobId: kept, changes: { enabled: false }, actor });
    const outcomes = await Promise.all(ids.slice(0, 3).map(enable));
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['job_limit', 'job_limit', 'updated']);
    expect(await enabledCount()).toBe(5);
  });
});

describe('at the same time', () => {
  test('a creation that waits for a change of plan is held to the new plan', async () => {
    await seed(5);
    const held = await holdAccount();
    const changing = change('FREE');
    await held.untilWaiting(1);
    const creating = create();
    await held.untilWaiting(2);
    await held.release();
    expect((await changing).kind).toBe('weighed');
    expect(await creating).toEqual({ kind: 'job_limit', limit: 5, current: 5 });
  });

  test('a creation that waits for an upgrade has its room', async () => {
    await change('FREE');
    await seed(5);
    const held = await holdAccount();
    const changing = change('PRO');
    await held.untilWaiting(1);
    const creating = create();
    await held.untilWaiting(2);
    await held.release();
    await changing;
    expect((await creating).kind).toBe('created');
  });

  test('a change of plan waits for a job that is being changed, and sees what it became', async () => {
    const [id = ''] = await seed(1);
    const held = await hold(`UPDATE cron_jobs SET schedule = '* * * * *' WHERE id = $1`, [id]);
    const changing = change('FREE');
    await held.untilWaiting(1);
    await held.release();
    expect(await changing).toMatchObject({ change: { jobs: { disable: [{ id }] } } });
  });

  test('a deletion and a change of plan do not wait for each other in a circle', async () => {
    const ids = await seed(8);
    const held = await holdJob(ids[7] ?? '');
    const deleting = deleteCronJob(database.db, options, { userId, cronJobId: ids[7] ?? '', actor });
    await held.untilWaiting(1);
    const changing = change('FREE');
    await held.untilWaiting(2);
    await held.release();
    expect((await deleting).kind).toBe('deleted');
    expect(await changing).toMatchObject({ change: { jobs: { current: 7, disable: [{}, {}] } } });
  });
});

test('learning very many schedules lets other work in', async () => {
  const schedules = Array.from({ length: 3_000 }, (_, i) => `${i % 60} ${Math.floor(i / 60) % 24} ${1 + (i % 28)} 3 *`);
  let turns = 0;
  let learning = true;
  const other = (): void => {
    turns += 1;
    if (learning) setImmediate(other);
  };
  setImmediate(other);
  const intervals = await learnIntervals(schedules);
  learning = false;
  expect(intervals.get('0 0 1 3 *')).toBe(86_400);
  expect(turns).toBeGreaterThan(5);
});
