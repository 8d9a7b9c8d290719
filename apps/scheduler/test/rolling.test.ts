import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { queueBackends } from '@carillon/testkit/queue-backends';
import { seedApiKey, seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { startSink, type Sink } from '@carillon/testkit/sink';
import { spawnApp, type AppName, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { startBalancer, type Balancer } from './support/balancer.js';
import { percentile, startLoad } from './support/load.js';
import { expectNothingLost, quiesce } from './support/nothing-lost.js';
import { expectOneInstallation } from './support/one-installation.js';

// TEST_FULL_SIZE=true is the size that docs/reliability.md speaks of.
const full = process.env['TEST_FULL_SIZE'] === 'true';
const { rounds, perSecond, jobs } = full
  ? { rounds: 10, perSecond: 50, jobs: 20 }
  : { rounds: 1, perSecond: 20, jobs: 8 };
const GRACE_SECONDS = full ? 20 : 5;
const APPS: readonly AppName[] = ['api', 'scheduler', 'worker'];
const SIDES = ['a', 'b'] as const;

/**
 * Two of each process, the apis behind a balancer that looks at `/ready`: every one is replaced while it is used, and they
 * are one installation. One backend after the other: each takes the machine for itself.
 */
describe.each(queueBackends)('two of each process on $name', ({ redisUrl }) => {
  let server: TestDatabase;
  let database: Database;
  let sink: Sink;
  let balancer: Balancer;
  let userId: string;
  const crew = new Map<string, SpawnedApp>();
  beforeAll(async () => {
    server = await createTestDatabase();
    database = openDatabase({ url: server.url });
    userId = await seedUser(database.db);
    // Long enough that a process which ends has calls in flight and, with few places, runs that wait for one.
    sink = await startSink({ answer: () => ({ delayMs: 200 }) });
    balancer = await startBalancer();
  });
  afterAll(async () => {
    await Promise.all([...crew.values()].map((app) => app.stop()));
    await balancer.close();
    await database.close();
    await sink.close();
    await server.close();
  });

  const fill = async (app: AppName, side: string) => {
    const started = await spawnApp(app, {
      DATABASE_URL: server.url,
      ...(redisUrl !== null && { REDIS_URL: redisUrl }),
      EGRESS_ALLOW_CIDRS: '127.0.0.0/8',
      WORKER_MAX_CALLS: '8',
      SHUTDOWN_GRACE_SECONDS: String(GRACE_SECONDS),
      // Several looks of the balancer.
      ...(app === 'api' && { SHUTDOWN_DELAY_SECONDS: '1' }),
    });
    crew.set(`${app} ${side}`, started);
    if (app === 'api') await balancer.put(side, started.url ?? '');
  };

  /** Ends one of each kind and brings the next, as a deployment with no process to spare does. */
  const replace = (side: string) =>
    Promise.all(
      APPS.map(async (app) => {
        const old = crew.get(`${app} ${side}`);
        const toldAtMs = performance.now();
        old?.kill('SIGTERM');
        expect([app, await old?.exited]).toEqual([app, { code: 0, signal: null }]);
        expect(performance.now() - toldAtMs).toBeLessThan((GRACE_SECONDS + 2) * 1_000);
        await fill(app, side);
      }),
    );

  test(
    `rolling restarts of every process (${rounds}) under ${perSecond} requests/s: none fails, no call is lost or made twice`,
    async () => {
      // One side after the other: six processes that start at once have a third of the time that one has to be ready.
      for (const side of SIDES) await Promise.all(APPS.map((app) => fill(app, side)));
      const fields = { userId, url: sink.url, schedule: '* * * * * *', nextRunAt: new Date() };
      await seedCronJobs(database.db, jobs, { ...fields, name: 'tick' });
      const token = await seedApiKey(database.db, userId);
      await sink.received(jobs);
      const load = startLoad({ url: balancer.url, token, perSecond });
      for (let round = 0; round < rounds; round++) {
        for (const side of SIDES) await replace(side);
      }
      const answers = await load.stop();
      await expectOneInstallation(
        SIDES.map((side) => crew.get(`api ${side}`)?.url ?? ''),
        { database, userId, target: sink.url, counts: redisUrl === null ? 'each' : 'together' },
      );
      await quiesce(database);
      const p99 = Math.round(
        percentile(
          answers.map((answer) => answer.tookMs),
          0.99,
        ),
      );
      process.stderr.write(`  ${answers.length} requests, p99 ${p99} ms; ${sink.requests.length} calls\n`);
      expect(balancer.failures).toEqual([]);
      expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
      await expectNothingLost(database, sink, answers);
      const { rows } = await database.pool.query(`SELECT DISTINCT state, attempt FROM runs`);
      expect(rows).toEqual([{ state: 'succeeded', attempt: 1 }]);
    },
    full ? 600_000 : 120_000,
  );
});
