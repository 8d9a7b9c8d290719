import { randomBytes } from 'node:crypto';
import { migrate } from '@carillon/core/engine/migrate';
import { databaseUrl } from '@carillon/embedded-db/ensure-database';
import type pg from 'pg';
import { testServers } from './servers/ask-host.js';
import { runPrefix, withClient } from './servers/run-databases.js';

export interface TestDatabase {
  readonly url: string;
  /** Drops it; connections that are still open are cut. */
  readonly close: () => Promise<void>;
}

/** Any fixed number: the template is made once, whichever test file comes first. */
const TEMPLATE_LOCK = 0x74656d70;

/** A fresh, migrated database of the caller's own: a copy of the run's template, which takes some 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const servers = await testServers();
  const template = `${runPrefix(servers.runId)}template`;
  const name = `${runPrefix(servers.runId)}${randomBytes(6).toString('hex')}`;
  await withClient(servers.databaseUrl, async (client) => {
    await ensureTemplate(client, servers.databaseUrl, template);
    await client.query(
      `CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE ${client.escapeIdentifier(template)}`,
    );
  });
  return { url: databaseUrl(servers.databaseUrl, name), close: () => drop(servers.databaseUrl, name) };
}

/** An empty database, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const servers = await testServers();
  const name = `${runPrefix(servers.runId)}${randomBytes(6).toString('hex')}`;
  await withClient(servers.databaseUrl, (client) => client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`));
  return { url: databaseUrl(servers.databaseUrl, name), close: () => drop(servers.databaseUrl, name) };
}

async function ensureTemplate(client: pg.Client, url: string, template: string): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [template]);
    if (found.rowCount === 0) await makeTemplate(client, url, template);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function makeTemplate(client: pg.Client, url: string, template: string): Promise<void> {
  const name = client.escapeIdentifier(template);
  // An earlier attempt may have failed half-way through the migrations.
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name}`);
  await migrate(databaseUrl(url, template));
  // A database with connections cannot be copied, and the flag says that it is complete.
  await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false IS_TEMPLATE true`);
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [template]);
}

function drop(url: string, name: string): Promise<void> {
  return withClient(url, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
  });
}
