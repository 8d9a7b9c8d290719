import pg from 'pg';

/** One question on a connection of its own. A server that goes away meanwhile is an answer too: it rejects. */
export async function askPostgres<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // Without a listener the loss of an idle connection would end us.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
