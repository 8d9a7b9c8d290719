import { openPublisher } from '@carillon/core/queues/publish';
import pg from 'pg';
import { appEnv, withApps, type Backend } from './apps.js';
import { pollUntil } from './poll.js';
import { seedCronJobs, seedUser } from './seed.js';
import type { Servers } from './servers.js';

const TARGET_URL = 'http://127.0.0.1:9/';

/**
 * P3: `due` cron jobs of `total` fall due at one instant: claimed, entered in the ledger, published. Timed from the due
 * instant until the outbox is empty again. As many before them warm the scheduler up, as any that has run for a minute
 * is, and leave nothing in ledger, outbox and queue.
 * @returns runs a second.
 */
export async function claim(servers: Servers, backend: Backend, due: number, total: number): Promise<number> {
  const databaseUrl = await servers.freshDatabase(`claim_${backend}`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await seedUser(client);
  if (total > due)
    await seedCronJobs(client, {
      count: total - due,
      url: TARGET_URL,
      nextRunAt: `now() + interval '1 hour' + i * interval '1 millisecond'`,
    });
  const env = appEnv(servers, backend, databaseUrl);
  const rate = await withApps(['scheduler'], env, async () => {
    await claimOnce(client, due);
    await clear(client, env);
    return claimOnce(client, due);
  });
  await client.end();
  return rate;
}

async function claimOnce(client: pg.Client, due: number): Promise<number> {
  const dueAt = new Date(Date.now() + 8_000);
  await seedCronJobs(client, { count: due, url: TARGET_URL, nextRunAt: `'${dueAt.toISOString()}'::timestamptz` });
  if (Date.now() > dueAt.getTime()) throw new Error('Inserting the due cron jobs took longer than planned for');
  await client.query('CHECKPOINT');
  const doneAt = await pollUntil('the last batch to be published', async () => {
    const { rows } = await client.query<{ done: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM cron_jobs WHERE enabled AND next_run_at <= $1)
         AND NOT EXISTS (SELECT FROM run_batches WHERE state = 'unpublished') AS done`,
      [dueAt],
    );
    return rows[0]?.done === true ? Date.now() : false;
  });
  return due / ((doneAt - dueAt.getTime()) / 1_000);
}

async function clear(client: pg.Client, env: Record<string, string>): Promise<void> {
  await client.query('TRUNCATE runs, run_batches');
  await client.query('DELETE FROM cron_jobs WHERE last_run_at IS NOT NULL');
  const { DATABASE_URL: databaseUrl = '', REDIS_URL: redisUrl, QUEUE_PREFIX: prefix = '{carillon}' } = env;
  const publisher = openPublisher({ databaseUrl, redisUrl, prefix }, (error) => console.error(error));
  for (const queue of publisher.bullQueues) await queue.drain();
  await publisher.close();
}
