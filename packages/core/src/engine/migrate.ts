import { openDatabase } from '../db/client.js';
import { migrateTables } from '../db/migrate.js';
import { readClock } from '../db/queries/clock.js';
import { partitionDaysAhead } from '../domain/run/partition.js';
import { migrateQueues } from '../queues/migrate.js';
import { createRunPartitions } from './ensure-run-partitions.js';

/** Ledger partitions made ahead of time, in days. */
export const PARTITION_DAYS_AHEAD = 7;

/**
 * Brings a database up to date: our tables, BullMQ's, and the ledger's next partitions. Repeating it changes nothing,
 * and several processes may do it at once.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  await migrateTables(databaseUrl);
  await migrateQueues(databaseUrl);
  const database = openDatabase({ url: databaseUrl, max: 2, applicationName: 'carillon-migrate' });
  try {
    const now = await readClock(database.db);
    await createRunPartitions(database.db).ensure(partitionDaysAhead(now, PARTITION_DAYS_AHEAD));
  } finally {
    await database.close();
  }
}
