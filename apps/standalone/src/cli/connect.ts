import { openDatabase, type Database } from '@carillon/core/db/client';
import type { CliConfig } from '../config/cli-config.js';
import { dataDirectoryPath } from '../data-directory.js';
import { readDevFile } from '../dev-file.js';

export interface Connection extends Database {
  readonly databaseUrl: string;
}

/** Opens the database that DATABASE_URL names, else that of the running standalone. Throws a sentence without the password. */
export async function connect(config: CliConfig): Promise<Connection> {
  const databaseUrl = config.DATABASE_URL ?? (await urlOfStandalone(config.CARILLON_DATA_DIR));
  const database = openDatabase({ url: databaseUrl, max: 2, applicationName: 'carillon-cli' });
  try {
    await database.pool.query('SELECT 1');
    return { ...database, databaseUrl };
  } catch (error) {
    await database.close();
    const complaint = `The database at ${new URL(databaseUrl).host} cannot be used (${reason(error)})`;
    throw new Error(`${complaint}: start Carillon with \`npm start\`, or set DATABASE_URL.`, { cause: error });
  }
}

async function urlOfStandalone(given: string | undefined): Promise<string> {
  const dataDir = dataDirectoryPath(given);
  const found = await readDevFile(dataDir);
  if (found !== null) return found.databaseUrl;
  throw new Error(
    `There is no database to work on: set DATABASE_URL, or start Carillon with \`npm start\` (looked in ${dataDir}).`,
  );
}

// A refused connection to several addresses comes as one error without a message of its own.
function reason(error: unknown): string {
  if (error instanceof AggregateError) return reason(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
