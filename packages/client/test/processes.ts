import { openDatabase } from '@carillon/core/db/client';
import { seedApiKey, seedUser } from '@carillon/testkit/seed';
import { spawnApp, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase } from '@carillon/testkit/test-database';
import { createClient, type CarillonClient } from '../src/create-client.js';

/** Carillon as processes: an API that can be killed and brought back, and a scheduler. */
export interface Processes {
  url: string;
  apiKey: string;
  client: CarillonClient;
  api(): SpawnedApp;
  /** Starts the API again, at the same address. */
  restartApi(): Promise<void>;
  close(): Promise<void>;
}

export async function startProcesses(): Promise<Processes> {
  const database = await createTestDatabase();
  const opened = openDatabase({ url: database.url });
  const apiKey = await seedApiKey(opened.db, await seedUser(opened.db));
  await opened.close();
  const env = { DATABASE_URL: database.url };
  const scheduler = await spawnApp('scheduler', env);
  let api = await spawnApp('api', env);
  const url = api.url ?? '';
  return {
    url,
    apiKey,
    client: createClient({ baseUrl: url, apiKey }),
    api: () => api,
    async restartApi() {
      await api.exited;
      api = await spawnApp('api', { ...env, PORT: new URL(url).port });
    },
    async close() {
      await Promise.all([api.stop(), scheduler.stop()]);
      await database.close();
    },
  };
}
