import { spawnApp } from '@carillon/testkit/spawn-app';
import pg from 'pg';
import { cpuSeconds, postgresCpu } from './cpu.js';
import { seedCronJobs, seedUser } from './seed.js';
import type { Servers } from './servers.js';
import type { Sink } from './sink.js';

export interface DrainResult {
  runsPerSecond: number;
  seconds: number;
  /** Microseconds of CPU a run, by process. */
  cpuMicros: Record<string, number>;
}

/**
 * P1: `runs` due at one instant, through scheduler, queue and worker to the sink and back into the ledger. Timed from
 * the due instant to the last durable outcome.
 */
export async function drain(
  servers: Servers,
  sink: Sink,
  backend: 'redis' | 'postgres',
  runs: number,
): Promise<DrainResult> {
  const databaseUrl = await servers.freshDatabase(`drain_${backend}`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await seedUser(client);
  const env = {
    DATABASE_URL: databaseUrl,
    ...(backend === 'redis' && { REDIS_URL: servers.redisUrl, QUEUE_PREFIX: `{drain${Date.now()}}` }),
    EGRESS_ALLOW_CIDRS: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
    ...(process.env['BENCH_NODE_OPTIONS'] !== undefined && { NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'] }),
  };
  const apps = [await spawnApp('scheduler', env), await spawnApp('worker', env)];
  const dueAt = new Date(Date.now() + 5_000 + runs / 10);
  await seedCronJobs(client, { count: runs, url: sink.url, nextRunAt: `'${dueAt.toISOString()}'::timestamptz` });
  const finishedAt = await waitForDrain(client, runs, dueAt);
  const seconds = {
    scheduler: await cpuSeconds(apps[0]?.pid ?? 0),
    worker: await cpuSeconds(apps[1]?.pid ?? 0),
    ...(await postgresCpu(client)),
  };
  await Promise.all(apps.map((app) => app.stop()));
  await checkEachOnce(sink, runs);
  await client.end();
  const elapsed = (finishedAt - dueAt.getTime()) / 1_000;
  const cpuMicros = Object.fromEntries(
    Object.entries(seconds).map(([name, used]) => [name, Math.round((used * 1e6) / runs)]),
  );
  return { runsPerSecond: runs / elapsed, seconds: elapsed, cpuMicros };
}

async function waitForDrain(client: pg.Client, runs: number, dueAt: Date): Promise<number> {
  const limit = dueAt.getTime() + 120_000;
  while (Date.now() < limit) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(50, dueAt.getTime() + 500 - Date.now())));
    const { rows } = await client.query<{ live: boolean }>('SELECT EXISTS (SELECT FROM live_runs) AS live');
    if (rows[0]?.live === true) continue;
    const { rows: done } = await client.query<{ count: number; at: Date }>(
      `SELECT count(*)::int AS count, clock_timestamp() AS at FROM runs WHERE state = 'succeeded' AND status = 200`,
    );
    if (done[0]?.count === runs) return done[0].at.getTime();
  }
  throw new Error(`The drain of ${runs} runs was not complete after 120 s`);
}

async function checkEachOnce(sink: Sink, runs: number): Promise<void> {
  const arrivals = await sink.takeArrivals();
  const distinct = new Set(arrivals.map((arrival) => arrival.idempotencyKey));
  if (arrivals.length !== runs || distinct.size !== runs) {
    throw new Error(`${runs} runs made ${arrivals.length} calls of ${distinct.size} runs`);
  }
}
