import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.js';

const pid = z.number().int();

const schema = z.object({
  apiUrl: z.string(),
  apiKey: z.string(),
  adminToken: z.string(),
  databaseUrl: z.string(),
  redisUrl: z.string().nullable(),
  /** `postgres` is null when the database is not ours. */
  pids: z.object({ api: pid, scheduler: pid, worker: pid, postgres: pid.nullable() }),
});

/**
 * What dev.json tells other programs about a running standalone. The file is rewritten at every start and stays after a stop,
 * for it holds the demo key, whose token is nowhere else.
 */
export type DevFile = z.infer<typeof schema>;

/** Reads dev.json of a data directory; null when there is none. */
export function readDevFile(dataDir: string): Promise<DevFile | null> {
  return readJsonFile(join(dataDir, 'dev.json'), schema);
}

/** Writes dev.json (mode 0600). */
export function writeDevFile(dataDir: string, content: DevFile): Promise<void> {
  return writeJsonFile(join(dataDir, 'dev.json'), content);
}
