import pg from 'pg';
import { appEnv, withApps, type Backend } from './apps.js';
import { seedCronJobs, seedUser } from './seed.js';
import type { Servers } from './servers.js';
import type { Sink } from './sink.js';
import { percentile } from './statistics.js';

export interface Lateness {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  early: number;
}

/**
 * P4: one cron job falls due every `1/rate` seconds for `seconds`. Lateness is from the due instant to the arrival of
 * the call at the sink, both on this machine's clock.
 */
export async function lateness(
  servers: Servers,
  sink: Sink,
  backend: Backend,
  rate: number,
  seconds: number,
): Promise<Lateness> {
  const databaseUrl = await servers.freshDatabase(`late_${backend}`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await seedUser(client);
  // What a measurement before this one has left.
  await sink.takeArrivals();
  const count = rate * seconds;
  const arrivals = await withApps(['scheduler', 'worker'], appEnv(servers, backend, databaseUrl), async () => {
    await seedCronJobs(client, {
      count,
      url: sink.url,
      nextRunAt: `date_trunc('second', now()) + interval '4 seconds' + i * interval '${1_000 / rate} milliseconds'`,
    });
    await new Promise((resolve) => setTimeout(resolve, (seconds + 7) * 1_000));
    return sink.takeArrivals();
  });
  await client.end();
  if (arrivals.length !== count) throw new Error(`${count} due instants made ${arrivals.length} calls`);
  const late = arrivals.map((arrival) => arrival.at - Date.parse(arrival.scheduledFor));
  return {
    p50Ms: percentile(late, 50),
    p99Ms: percentile(late, 99),
    maxMs: Math.max(...late),
    early: late.filter((ms) => ms < 0).length,
  };
}
