import pg from 'pg';
import { appEnv, withApps, type Backend } from './apps.js';
import { cpuSeconds, postgresCpu } from './cpu.js';
import { pollUntil } from './poll.js';
import { seedCronJobs, seedUser } from './seed.js';
import type { Servers } from './servers.js';
import type { Sink } from './sink.js';

export interface DrainResult {
  runsPerSecond: number;
  /** From the due instant to the arrival of the last call at the sink. */
  lastStartMs: number;
  /** Microseconds of CPU a run, by process. */
  cpuMicros: Record<string, number>;
}

/**
 * P1: `runs` due at one instant, through scheduler, queue and worker to the sink and back into the ledger. Timed from
 * the due instant to the last durable outcome, quota booked and lease fenced on the way. `measure` is given a function
 * that drains once; the first drain, before it, warms the processes up as any that have run for a minute are.
 */
export async function withDrain<T>(
  servers: Servers,
  sink: Sink,
  { backend, runs }: { backend: Backend; runs: number },
  measure: (drain: () => Promise<DrainResult>) => Promise<T>,
): Promise<T> {
  const databaseUrl = await servers.freshDatabase(`drain_${backend}`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await seedUser(client);
  await seedCronJobs(client, { count: runs, url: sink.url, nextRunAt: `now() + interval '1 day'` });
  try {
    return await withApps(['scheduler', 'worker'], appEnv(servers, backend, databaseUrl), async (apps) => {
      const pids = apps.map((app) => app.pid);
      const drain = () => drainOnce(client, sink, pids, runs);
      await drain();
      return measure(drain);
    });
  } finally {
    await client.end();
  }
}

async function drainOnce(
  client: pg.Client,
  sink: Sink,
  [scheduler = 0, worker = 0]: number[],
  runs: number,
): Promise<DrainResult> {
  await sink.takeArrivals();
  const dueAt = await becomeDue(client);
  const usage = async () => ({
    scheduler: await cpuSeconds(scheduler),
    worker: await cpuSeconds(worker),
    ...(await postgresCpu(client)),
  });
  await pollUntil('the due instant', () => Promise.resolve(Date.now() > dueAt.getTime() - 200));
  const before = await usage();
  const finishedAt = await waitForDrain(client, runs, dueAt);
  const cpuMicros = perRun(before, await usage(), runs);
  const lastStartMs = (await checkEachOnce(sink, runs)) - dueAt.getTime();
  return { runsPerSecond: runs / ((finishedAt - dueAt.getTime()) / 1_000), lastStartMs, cpuMicros };
}

/** Makes all cron jobs due at one instant a little ahead, on a database in the state a running one is in. */
async function becomeDue(client: pg.Client): Promise<Date> {
  await client.query('TRUNCATE runs');
  // Any instant but a whole second, so that no two drains share one.
  const dueAt = new Date(Date.now() + 6_000);
  await client.query('UPDATE cron_jobs SET next_run_at = $1', [dueAt]);
  await client.query('VACUUM (ANALYZE) cron_jobs');
  await client.query('VACUUM run_batches');
  await client.query('CHECKPOINT');
  if (Date.now() > dueAt.getTime() - 500) throw new Error('Making the cron jobs due took longer than planned for');
  return dueAt;
}

async function waitForDrain(client: pg.Client, runs: number, dueAt: Date): Promise<number> {
  await pollUntil('the due instant', () => Promise.resolve(Date.now() > dueAt.getTime() + 500));
  return pollUntil(`the drain of ${runs} runs`, async () => {
    const { rows } = await client.query<{ live: boolean }>('SELECT EXISTS (SELECT FROM run_batches) AS live');
    const emptyAt = Date.now();
    if (rows[0]?.live === true) return false;
    const { rows: done } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM runs WHERE state = 'succeeded' AND status = 200`,
    );
    return done[0]?.count === runs ? emptyAt : false;
  });
}

function perRun(before: Record<string, number>, after: Record<string, number>, runs: number): Record<string, number> {
  const micros = ([name, seconds]: [string, number]) =>
    [name, Math.round(((seconds - (before[name] ?? 0)) * 1e6) / runs)] as const;
  return Object.fromEntries(
    Object.entries(after)
      .map(micros)
      .filter(([, used]) => used > 0),
  );
}

/** @returns when the last call arrived. */
async function checkEachOnce(sink: Sink, runs: number): Promise<number> {
  const arrivals = await sink.takeArrivals();
  const distinct = new Set(arrivals.map((arrival) => arrival.idempotencyKey));
  if (arrivals.length !== runs || distinct.size !== runs) {
    throw new Error(`${runs} runs made ${arrivals.length} calls of ${distinct.size} runs`);
  }
  return arrivals.reduce((latest, { at }) => Math.max(latest, at), 0);
}
