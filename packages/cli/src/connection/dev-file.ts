import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const pid = z.number().int();

const schema = z.object({
  apiUrl: z.url(),
  apiKey: z.string(),
  pids: z.object({ api: pid, scheduler: pid, worker: pid }).optional(),
});

/** What `npm start` tells other programs about itself. */
export type DevFile = z.infer<typeof schema>;

/** Reads dev.json of a data directory; null when there is none. */
export async function readDevFile(dataDir: string): Promise<DevFile | null> {
  try {
    return schema.parse(JSON.parse(await readFile(join(dataDir, 'dev.json'), 'utf8')));
  } catch {
    return null;
  }
}
