import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seeded, testSeed } from '@carillon/testkit/random';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { openDatabase, type Database } from '../../src/db/client.js';
import { startApiCallMeter, type ApiCallMeter } from '../../src/engine/meter-api-calls.js';

let server: TestDatabase;
let database: Database;
let statements = 0;
const meters: ApiCallMeter[] = [];

beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 6 });
  database.pool.on('acquire', () => statements++);
});
afterAll(async () => {
  await Promise.all(meters.map((meter) => meter.close()));
  await database.close();
  await server.close();
});

const errors: Error[] = [];
function startMeter(quotaTimezone = 'Asia/Tokyo'): ApiCallMeter {
  const meter = startApiCallMeter({ db: database.db, quotaTimezone, onError: (error) => errors.push(error) });
  meters.push(meter);
  return meter;
}

let users = 0;
const newUser = () => `user_${++users}`;
const count = async (calls: Promise<{ kind: string }>[]) =>
  (await Promise.all(calls)).filter((outcome) => outcome.kind === 'counted').length;
const calls = (meter: ApiCallMeter, userId: string, limit: number | null, number: number) =>
  Array.from({ length: number }, () => meter.count(userId, limit));

async function usage(userId: string) {
  const days = await database.pool.query<{ day: string; calls: number }>(
    'SELECT day::text, api_calls AS calls FROM usage_days WHERE user_id = $1 ORDER BY day',
    [userId],
  );
  const months = await database.pool.query<{ calls: number }>(
    'SELECT sum(api_calls)::int AS calls FROM usage_months WHERE user_id = $1',
    [userId],
  );
  return { days: days.rows.map((row) => row.calls), month: months.rows[0]?.calls ?? null };
}
const settled = (userId: string, calls: number) =>
  waitFor(`${userId} has ${calls} calls`, async () => {
    const { days, month } = await usage(userId);
    return days.at(-1) === calls && month === calls;
  });

describe('a daily limit', () => {
  test.each([1, 7, 100, 640])(
    'of %i lets exactly so many through, whoever asks and in whatever number',
    async (limit) => {
      const random = seeded(testSeed());
      const userId = newUser();
      const replicas = [startMeter(), startMeter(), startMeter()];
      let passed = 0;
      for (let asked = 0; asked < limit + 60;) {
        const bursts = replicas.map((meter) => calls(meter, userId, limit, random.integer(0, 25)));
        asked += bursts.flat().length;
        passed += await count(bursts.flat());
      }
      // What was booked ahead and not used comes back, and then the rest of the limit passes.
      for (const meter of replicas) await meter.close();
      passed += await count(calls(startMeter(), userId, limit, limit));
      expect(passed).toBe(limit);
      await settled(userId, limit);
    },
  );

  test('of nothing lets nothing through', async () => {
    expect(await count(calls(startMeter(), newUser(), 0, 3))).toBe(0);
  });

  test('holds between two processes that ask at once, to the last call', async () => {
    const userId = newUser();
    const [one, other] = [startMeter(), startMeter()];
    expect(await count([...calls(one, userId, 100, 60), ...calls(other, userId, 100, 140)])).toBe(100);
  });

  test('that is reached is told with the time until the day ends, and costs no statements for a while', async () => {
    const userId = newUser();
    const meter = startMeter();
    await Promise.all(calls(meter, userId, 2, 3));
    const before = statements;
    const outcomes = await Promise.all(calls(meter, userId, 2, 50));
    expect(statements - before).toBeLessThanOrEqual(1);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kind: 'daily_limit', limit: 2 });
      expect(outcome.kind === 'daily_limit' && outcome.resetMs).toBeLessThanOrEqual(86_400_000);
      expect(outcome.kind === 'daily_limit' && outcome.resetMs).toBeGreaterThan(0);
    }
  });

  test('that is raised lets calls through at once', async () => {
    const userId = newUser();
    const meter = startMeter();
    expect(await count(calls(meter, userId, 1, 2))).toBe(1);
    expect(await count(calls(meter, userId, 3, 3))).toBe(2);
  });

  test('far away is booked in blocks, of which the rest is given back', async () => {
    const userId = newUser();
    const meter = startMeter();
    await meter.count(userId, 2_000);
    const before = statements;
    for (let call = 0; call < 40; call++) await meter.count(userId, 2_000);
    expect(statements - before).toBeLessThan(6);
    await settled(userId, 41);
  });
});

describe('without a daily limit', () => {
  test('calls are counted together, at no cost for each', async () => {
    const meter = startMeter();
    const [one, other] = [newUser(), newUser()];
    const before = statements;
    expect(await count([...calls(meter, one, null, 500), ...calls(meter, other, null, 300)])).toBe(800);
    expect(statements - before).toBeLessThan(3);
    await Promise.all([settled(one, 500), settled(other, 300)]);
  });

  test('a process that ends writes down what it has', async () => {
    const meter = startMeter();
    const userId = newUser();
    await count(calls(meter, userId, null, 5));
    await meter.close();
    expect(await usage(userId)).toEqual({ days: [5], month: 5 });
  });
});

describe('when the day ends', () => {
  test('the limit begins anew', async () => {
    const { zone, midnightMs } = await zoneBeforeMidnight(1_500);
    const meter = startMeter(zone);
    const userId = newUser();
    expect(await count(calls(meter, userId, 3, 5))).toBe(3);
    const refused = await meter.count(userId, 3);
    expect(refused.kind === 'daily_limit' && refused.resetMs).toBeLessThanOrEqual(midnightMs);
    await waitFor('the next day', async () => (await meter.count(userId, 3)).kind === 'counted', { timeoutMs: 5_000 });
    expect(await count(calls(meter, userId, 3, 5))).toBe(2);
    expect((await usage(userId)).days).toEqual([3, 3]);
  });

  test('a block in hand is not used on the next, and every call is on one of the two', async () => {
    const { zone } = await zoneBeforeMidnight(1_500);
    const meter = startMeter(zone);
    const userId = newUser();
    let passed = 0;
    await waitFor(
      'the second day has calls',
      async () => {
        passed += await count([meter.count(userId, 2_000)]);
        return passed % 10 === 0 && (await usage(userId)).days.length === 2;
      },
      { everyMs: 2 },
    );
    await meter.close();
    const { days, month } = await usage(userId);
    expect([days.length, (days[0] ?? 0) + (days[1] ?? 0), month]).toEqual([2, passed, passed]);
  });
});

test('nothing went wrong on the way', () => {
  expect(errors).toEqual([]);
});

/** A zone, as Postgres takes them, in which the day ends soon. */
async function zoneBeforeMidnight(leadMs: number): Promise<{ zone: string; midnightMs: number }> {
  const { rows } = await database.pool.query<{ seconds: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) % 86400)::float8 AS seconds',
  );
  const toMidnight = Math.round(86_400 - (rows[0]?.seconds ?? 0) - leadMs / 1_000);
  // In this notation a sign counts westward, so a minus puts the zone ahead of UTC; at most a day.
  const ahead = toMidnight > 43_200 ? toMidnight - 86_400 : toMidnight;
  const size = Math.abs(ahead);
  const clock = [size / 3_600, (size / 60) % 60, size % 60].map((part) => String(Math.floor(part)).padStart(2, '0'));
  return { zone: `<near>${ahead < 0 ? '+' : '-'}${clock.join(':')}`, midnightMs: leadMs + 1_000 };
}
