import pg from 'pg';
import { appEnv, withApps, type Backend } from './apps.js';
import { pollUntil } from './poll.js';
import { seedCronJobs, seedUser } from './seed.js';
import type { Servers } from './servers.js';

/**
 * P3: `due` cron jobs of `total` fall due at one instant: claimed, entered in the ledger, published. Timed from the due
 * instant until the outbox is empty again.
 * @returns runs a second.
 */
export async function claim(servers: Servers, backend: Backend, due: number, total: number): Promise<number> {
  const databaseUrl = await servers.freshDatabase(`claim_${backend}`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await seedUser(client);
  const url = 'http://127.0.0.1:9/';
  if (total > due)
    await seedCronJobs(client, {
      count: total - due,
      url,
      nextRunAt: `now() + interval '1 hour' + i * interval '1 millisecond'`,
    });
  const rate = await withApps(['scheduler'], appEnv(servers, backend, databaseUrl), async () => {
    const dueAt = new Date(Date.now() + 8_000);
    await seedCronJobs(client, { count: due, url, nextRunAt: `'${dueAt.toISOString()}'::timestamptz` });
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
  });
  await client.end();
  return rate;
}
