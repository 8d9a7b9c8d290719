import pg from 'pg';

/** What every database of one test run is called by: `carillon_test_<run>_…`. */
export function runPrefix(runId: string): string {
  return `carillon_test_${runId}_`;
}

/** Runs one piece of work on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Drops all databases of a run, its template included. */
export async function dropRunDatabases(url: string, runId: string): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [runPrefix(runId)],
    );
    for (const { datname } of found.rows) {
      const name = client.escapeIdentifier(datname);
      await client.query(`ALTER DATABASE ${name} IS_TEMPLATE false`);
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });
}
