import { describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { redisUrl } from '../src/redis-url.js';
import { withClient } from '../src/servers/run-databases.js';
import { startRedis } from '../src/servers/start-redis.js';
import { createTestDatabase } from '../src/test-database.js';

jest.setTimeout(60_000);

describe('createTestDatabase', () => {
  it('gives each caller a migrated database of its own, also when many ask at once', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase()));
    expect(new Set(databases.map(({ url }) => url)).size).toBe(3);
    for (const { url, close } of databases) {
      const tables = await withClient(url, (client) =>
        client.query("SELECT 1 FROM pg_tables WHERE tablename = 'cron_jobs'"),
      );
      expect(tables.rowCount).toBe(1);
      await close();
    }
  });

  it('drops it at close, open connections or not', async () => {
    const database = await createTestDatabase();
    const open = new pg.Client({ connectionString: database.url });
    await open.connect();
    const cut = new Promise((resolve) => open.on('error', resolve));
    await database.close();
    await cut;
    await expect(withClient(database.url, (client) => client.query('SELECT 1'))).rejects.toThrow('does not exist');
  });
});

describe('redisUrl', () => {
  it('is one empty database for the whole file', async () => {
    const url = await redisUrl();
    expect(await redisUrl()).toBe(url);
    const redis = new Redis(url);
    expect(await redis.dbsize()).toBe(0);
    redis.disconnect();
  });
});

describe('startRedis', () => {
  it('comes back on its port after a kill', async () => {
    const first = await startRedis();
    await first.kill();
    const second = await startRedis({ port: first.port });
    const redis = new Redis(second.url);
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
    await second.stop();
  });

  it('says why a server does not start', async () => {
    const holder = await startRedis();
    await expect(startRedis({ port: holder.port })).rejects.toThrow(/did not start on port/);
    await holder.stop();
  });
});
