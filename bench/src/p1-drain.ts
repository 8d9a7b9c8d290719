import pg from 'pg';
import { appEnv, withApps, type Backend } from './apps.js';
import { cpuSeconds, postgresCpu } from './cpu.js';
import { pollUntil } from './poll.js';
import { seedCronJobs, seedUser } from './seed.js';
import type { Servers } from './servers.js';
import type { Sink } from './sink.js';

export interface DrainResult {
  runsPerSecond: number;
  /** Microseconds of CPU a run, by process. */
  cpuMicros: Record<string, number>;
}

/**
 * P1: `runs` due at one instant, through scheduler, queue and worker to the sink and back into the ledger. Timed from
 * the due instant to the last durable outcome, quota booked and lease fenced on the way.
 */
export async function drain(servers: Servers, sink: Sink, backend: Backend, runs: number): Promise<DrainResult> {
  const databaseUrl = await servers.freshDatabase(`drain_${backend}`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await seedUser(client);
  const result = await withApps(
    ['scheduler', 'worker'],
    appEnv(servers, backend, databaseUrl),
    async ([scheduler, worker]) => {
      const dueAt = new Date(Date.now() + 4_000 + runs / 10);
      await seedCronJobs(client, { count: runs, url: sink.url, nextRunAt: `'${dueAt.toISOString()}'::timestamptz` });
      const usage = async () => ({
        scheduler: await cpuSeconds(scheduler?.pid ?? 0),
        worker: await cpuSeconds(worker?.pid ?? 0),
        ...(await postgresCpu(client)),
      });
      await pollUntil('the due instant', async () => Date.now() > dueAt.getTime() - 300);
      const before = await usage();
      const finishedAt = await waitForDrain(client, runs, dueAt);
      return { seconds: (finishedAt - dueAt.getTime()) / 1_000, cpuMicros: perRun(before, await usage(), runs) };
    },
  );
  await client.end();
  await checkEachOnce(sink, runs);
  return { runsPerSecond: runs / result.seconds, cpuMicros: result.cpuMicros };
}

async function waitForDrain(client: pg.Client, runs: number, dueAt: Date): Promise<number> {
  await pollUntil('the due instant', async () => Date.now() > dueAt.getTime() + 500);
  return pollUntil(`the drain of ${runs} runs`, async () => {
    const { rows } = await client.query<{ live: boolean }>('SELECT EXISTS (SELECT FROM live_runs) AS live');
    const emptyAt = Date.now();
    if (rows[0]?.live === true) return false;
    const { rows: done } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM runs WHERE state = 'succeeded' AND status = 200`,
    );
    return done[0]?.count === runs ? emptyAt : false;
  });
}

function perRun(before: Record<string, number>, after: Record<string, number>, runs: number): Record<string, number> {
  const used = Object.entries(after).map(
    ([name, seconds]) => [name, Math.round(((seconds - (before[name] ?? 0)) * 1e6) / runs)] as const,
  );
  return Object.fromEntries(used.filter(([, micros]) => micros > 0));
}

async function checkEachOnce(sink: Sink, runs: number): Promise<void> {
  const arrivals = await sink.takeArrivals();
  const distinct = new Set(arrivals.map((arrival) => arrival.idempotencyKey));
  if (arrivals.length !== runs || distinct.size !== runs) {
    throw new Error(`${runs} runs made ${arrivals.length} calls of ${distinct.size} runs`);
  }
}
