import { Redis } from 'ioredis';
import { askHost, testServers, type TestServers } from './servers/ask-host.js';

let emptied: Promise<string> | null = null;

/**
 * The url of an empty Redis database that belongs to this test file. Use FLUSHDB in it, never FLUSHALL: other files run on the
 * same server at the same time. A test that must wipe or kill a whole server starts its own with `startRedis`.
 */
export function redisUrl(): Promise<string> {
  emptied ??= testServers().then(claimDatabase);
  return emptied;
}

/** The url of another one, for what is tested beside. */
export async function anotherRedisUrl(): Promise<string> {
  return claimDatabase(await askHost());
}

async function claimDatabase(servers: TestServers): Promise<string> {
  const redis = new Redis(servers.redisUrl, { maxRetriesPerRequest: 1 });
  try {
    const [, databases] = (await redis.config('GET', 'databases')) as [string, string];
    // Number 0 stays free for whatever a given server is used for otherwise; files beyond the count take turns.
    const database = 1 + (servers.redisDatabase % (Number(databases) - 1));
    await redis.select(database);
    await redis.flushdb();
    const url = new URL(servers.redisUrl);
    url.pathname = `/${database}`;
    return url.href;
  } finally {
    redis.disconnect();
  }
}
