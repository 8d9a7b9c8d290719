import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@carillon/embedded-db/start-embedded-postgres';

export interface StandaloneDatabase {
  readonly url: string;
  /** Null when the database is not ours. */
  readonly server: EmbeddedPostgres | null;
}

/** The database that the environment names, or the embedded one, started. Throws a sentence. */
export async function openStandaloneDatabase(
  dataDir: string,
  given: string | undefined,
  say: (line: string) => void,
): Promise<StandaloneDatabase> {
  if (given !== undefined) return { url: given, server: null };
  say('starting PostgreSQL…');
  const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), onNotice: say });
  return { url: server.url, server };
}
