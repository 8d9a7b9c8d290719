import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createTurn } from '@carillon/core/engine/in-turn';
import { migrate } from '@carillon/core/engine/migrate';
import { startEmbeddedPostgres } from '@carillon/embedded-db/start-embedded-postgres';
import { startRedis } from '@carillon/testkit/servers/start-redis';
import { Redis } from 'ioredis';
import { askPostgres } from './ask-postgres.js';

export type Backend = 'redis' | 'postgres';

/** What waits for a lock, or takes a second, is in the server's log: the first place to look for what was late. */
const SETTINGS = {
  max_connections: '300',
  log_lock_waits: 'on',
  deadlock_timeout: '500ms',
  log_min_duration_statement: '1000',
};

/** The servers of one run, with what can be done to them. */
export interface Servers {
  databaseUrl: string;
  /** Null when the queue is in Postgres. */
  redisUrl: string | null;
  /** Crashes Postgres and brings it back with what it had written. */
  restartPostgres(): Promise<void>;
  /** Kills Redis, leaves it away for a moment, and brings it back with its append-only file. */
  restartRedis(awayMs: number): Promise<void>;
  /** Takes everything out of the queue. */
  wipeQueue(): Promise<void>;
  close(): Promise<void>;
}

/** Starts Postgres, with all its guarantees on, and Redis as production has it; their data in `folder`. */
export async function startServers(folder: string, backend: Backend): Promise<Servers> {
  const options = { dataDir: join(folder, 'postgres'), settings: SETTINGS };
  let postgres = await startEmbeddedPostgres(options);
  await migrate(postgres.url);
  const keepIn = join(folder, 'redis');
  await mkdir(keepIn, { recursive: true });
  let redis = backend === 'redis' ? await startRedis({ keepIn }) : null;
  const { url: databaseUrl, port } = postgres;
  const redisUrl = redis?.url ?? null;
  const postgresInTurn = createTurn();
  const redisInTurn = createTurn();
  return {
    databaseUrl,
    redisUrl,
    restartPostgres: () =>
      postgresInTurn(async () => {
        // What `pg_ctl stop -m immediate` sends.
        process.kill(postgres.pid, 'SIGQUIT');
        await postgres.exited;
        postgres = await startEmbeddedPostgres({ ...options, port });
      }),
    restartRedis: (awayMs) =>
      redisInTurn(async () => {
        if (redis === null) return;
        const { port: samePort } = redis;
        await redis.kill();
        await delay(awayMs);
        redis = await startRedis({ keepIn, port: samePort });
      }),
    wipeQueue: () => (redisUrl === null ? wipePostgresQueue(databaseUrl) : wipeRedis(redisUrl)),
    async close() {
      await redis?.stop();
      await postgres.stop();
    },
  };
}

async function wipePostgresQueue(url: string): Promise<void> {
  await askPostgres(url, 'TRUNCATE bullmq.job CASCADE');
}

async function wipeRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall().finally(() => redis.disconnect());
}
