import { withClient } from './servers/run-databases.js';

/** The clock of one test database. */
export interface PostgresClock {
  /** From here on every statement that asks for the time is told this instant. */
  set(at: string): Promise<void>;
}

/** What statements ask for the time with. */
const ASKED = ['now', 'statement_timestamp', 'transaction_timestamp', 'clock_timestamp'];

/**
 * Puts a clock that stands where a test sets it in place of the clock of a test database: functions of the same names,
 * found first. It holds for connections opened from here on and for statements, not for defaults of columns.
 */
export async function controlClock(databaseUrl: string): Promise<PostgresClock> {
  await withClient(databaseUrl, async (client) => {
    await client.query(`
      CREATE SCHEMA test_clock;
      CREATE TABLE test_clock.hands (at timestamptz NOT NULL);
      INSERT INTO test_clock.hands VALUES (now());`);
    for (const name of ASKED) {
      await client.query(
        `CREATE FUNCTION test_clock.${name}() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT at FROM test_clock.hands'`,
      );
    }
    const database = client.escapeIdentifier(new URL(databaseUrl).pathname.slice(1));
    await client.query(`ALTER DATABASE ${database} SET search_path = test_clock, pg_catalog, public`);
  });
  return {
    async set(at) {
      await withClient(databaseUrl, (client) => client.query('UPDATE test_clock.hands SET at = $1', [at]));
    },
  };
}
