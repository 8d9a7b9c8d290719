import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@carillon/core/engine/migrate';
import { startEmbeddedPostgres } from '@carillon/embedded-db/start-embedded-postgres';
import { startRedis } from '@carillon/testkit/servers/start-redis';
import pg from 'pg';

export interface Servers {
  /** A fresh, migrated database; fsync on, as in production. */
  freshDatabase(name: string): Promise<string>;
  redisUrl: string;
  close(): Promise<void>;
}

/** Starts Postgres and Redis for the benchmarks, with their data in a temporary folder. */
export async function startServers(): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-bench-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    ephemeral: true,
    settings: {
      shared_buffers: '512MB',
      max_wal_size: '4GB',
      ...(process.env['BENCH_LOG'] && { log_min_duration_statement: '0' }),
    },
    onNotice: (line) => console.error(line),
  });
  const redis = await startRedis();
  return {
    redisUrl: redis.url,
    async freshDatabase(name) {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      await migrate(url.href);
      return url.href;
    },
    async close() {
      await redis.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
