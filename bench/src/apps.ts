import { spawnApp, type AppName, type SpawnedApp } from '@carillon/testkit/spawn-app';
import type { Servers } from './servers.js';

export type Backend = 'redis' | 'postgres';

/** The environment of our processes on a queue backend; every use gets its own queue namespace. */
export function appEnv(servers: Servers, backend: Backend, databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    EGRESS_ALLOW_CIDRS: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
    ...(backend === 'redis' && { REDIS_URL: servers.redisUrl, QUEUE_PREFIX: `{bench-${Date.now()}}` }),
    ...(process.env['BENCH_NODE_OPTIONS'] !== undefined && { NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'] }),
  };
}

/** Starts our processes, runs `work`, stops them. What they log (warnings and worse) is shown. */
export async function withApps<T>(
  names: AppName[],
  env: Record<string, string>,
  work: (apps: SpawnedApp[]) => Promise<T>,
): Promise<T> {
  const apps: SpawnedApp[] = [];
  try {
    for (const name of names) apps.push(await spawnApp(name, env));
    return await work(apps);
  } finally {
    await Promise.all(apps.map((app) => app.stop()));
    for (const app of apps) for (const line of app.logs) console.error(line);
  }
}
