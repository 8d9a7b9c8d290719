import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@carillon/core/db/client';
import { seedApiKey, seedUser } from '@carillon/testkit/seed';
import { appEnv, withApps } from './apps.js';
import type { Servers } from './servers.js';

/** One of the two APIs that are measured side by side. */
export interface Rival {
  url: string;
  headers: Record<string, string>;
}

/**
 * Starts our api with a scheduler, and beside it the bare one (see bare-api-process.ts): two processes on two databases
 * of one server, of which only one works at a time.
 */
export async function withRivals<T>(servers: Servers, work: (ours: Rival, bare: Rival) => Promise<T>): Promise<T> {
  const databaseUrl = await servers.freshDatabase('api_ours');
  const bareUrl = await servers.freshDatabase('api_bare');
  const database = openDatabase({ url: databaseUrl, max: 1 });
  const token = await seedApiKey(database.db, await seedUser(database.db));
  await database.close();
  const bare = fork(fileURLToPath(new URL('./bare-api-process.js', import.meta.url)), [bareUrl]);
  const [{ port }] = (await once(bare, 'message')) as [{ port: number }];
  const headers = { 'content-type': 'application/json', 'x-api-key': token };
  try {
    return await withApps(['scheduler', 'api'], appEnv(servers, 'postgres', databaseUrl), ([, api]) =>
      work({ url: api?.url ?? '', headers }, { url: `http://127.0.0.1:${port}`, headers }),
    );
  } finally {
    bare.kill();
  }
}
