import { runMigrations } from 'bullmq';
import pg from 'pg';

/** Creates or upgrades the tables of BullMQ's Postgres backend, in its own schema; serialised by its advisory lock. */
export async function migrateQueues(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}
