import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

/** The same folder from `src/db` and `dist/db`: SQL files are not compiled, so they stay where they are written. */
const MIGRATIONS = fileURLToPath(new URL('../../src/db/migrations', import.meta.url));

/** Spells CARI; any fixed number does, as long as nothing else in this database takes the same lock. */
const MIGRATION_LOCK = 0x43415249;

/** Brings our tables up to date. Safe from several processes at once: one works, the others wait for it. */
export async function migrateTables(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'carillon-migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
  } finally {
    await client.end();
  }
}
