import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readClock } from '@carillon/core/db/queries/clock';
import { seedCronJobs } from '@carillon/testkit/seed';
import { readerOf } from './support/reader.js';
import { startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.close());

const get = readerOf(() => api);

describe('GET /api/stats/upcoming', () => {
  interface Upcoming {
    truncated: boolean;
    minutes: { at: string; firings: number }[];
    hosts: { host: string; firings: number }[];
    spikes: { at: string; host: string; firings: number }[];
  }
  /** Every minute of the hour, so that none is missing at its end. */
  const everyMinute = '* * * * *';
  const soon = () => new Date(Date.now() + 1_000);

  test('adds schedules up by minute and by target, and finds the herd', async () => {
    const { token, userId } = await api.user('UNLIMITED');
    const now = await readClock(api.database.db);
    const herdAt = new Date((Math.floor(now.getTime() / 60_000) + 20) * 60_000);
    const herd = `${herdAt.getUTCMinutes()} * * * *`;
    const seed = (count: number, fields: object) =>
      seedCronJobs(api.database.db, count, { userId, schedule: everyMinute, nextRunAt: soon(), ...fields });
    await seed(40, { schedule: herd, url: 'https://API.example.com/a', nextRunAt: herdAt });
    await seed(2, { url: 'https://api.example.com:443/b?c' });
    await seed(1, {
      target: { kind: 'workerJob', tenantId: 'default', type: 'mail', variables: {}, retries: 3, timeoutMs: 1_000 },
    });
    // None of these counts: switched off, not yet, no more, and paused beyond the hour.
    const far = new Date(now.getTime() + 86_400_000).toISOString();
    await seed(1, { enabled: false });
    await seed(1, { policy: { startAt: far } });
    await seed(1, { policy: { endAt: '2020-01-01T00:00:00.000Z' } });
    await seed(1, { policy: { pausedUntil: far } });
    const { minutes, hosts, spikes, truncated } = await get<Upcoming>(token, '/api/stats/upcoming');
    expect([minutes.length, truncated]).toEqual([60, false]);
    // The first minute is under way: its instant is past. Another may have begun meanwhile.
    const of = (host: string) => hosts.find((each) => each.host === host)?.firings;
    expect([of('api.example.com'), of('worker:mail')]).toEqual([40 + 2 * 59, 59]);
    expect(minutes.find(({ at }) => at === herdAt.toISOString())).toEqual({ at: herdAt.toISOString(), firings: 43 });
    expect(spikes).toEqual([{ at: herdAt.toISOString(), host: 'api.example.com', firings: 42 }]);
  });

  test('a delay of its own moves each job’s instants', async () => {
    const { token, userId } = await api.user('UNLIMITED');
    const policy = { jitterSeconds: 50 };
    await seedCronJobs(api.database.db, 3, { userId, schedule: everyMinute, nextRunAt: soon(), policy });
    const { minutes } = await get<Upcoming>(token, '/api/stats/upcoming?minutes=10');
    expect(minutes.slice(1).map(({ firings }) => firings)).toEqual(Array<number>(9).fill(3));
  });

  test('says when it has left something out', async () => {
    const { token, userId } = await api.user('UNLIMITED');
    const everySecond = { userId, schedule: '* * * * * *', nextRunAt: soon() };
    for (const dstFold of ['first', 'second', 'both'] as const)
      for (const dstGap of ['shift', 'skip'] as const)
        await seedCronJobs(api.database.db, 1, { ...everySecond, dstFold, dstGap });
    const { truncated, hosts } = await get<Upcoming>(token, '/api/stats/upcoming?minutes=180');
    expect([truncated, hosts]).toEqual([true, [{ host: 'example.com', firings: 60_000 }]]);
  });

  test.each(['0', '181', 'x'])('minutes=%s is refused', async (minutes) => {
    const { token } = await api.user('FREE');
    const { status, body } = await api.call(token, 'GET', `/api/stats/upcoming?minutes=${minutes}`);
    expect([status, body.error?.details.fields?.[0]?.field]).toEqual([400, 'minutes']);
  });
});
