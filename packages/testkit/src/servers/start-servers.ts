import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@carillon/embedded-db/start-embedded-postgres';
import { type Facts, planPostgres, planRedis } from './decide.js';
import { findRedisProgram, gatherFacts } from './facts.js';
import { installDebian } from './install-debian.js';
import type { RunningServer } from './running.js';
import { startRedis } from './start-redis.js';

export interface Servers {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** What was chosen, in one line. */
  readonly description: string;
  stop(): Promise<void>;
}

/** Finds or starts the PostgreSQL and the Redis that the tests run on. Throws the sentence that says what is missing. */
export async function startServers(): Promise<Servers> {
  const facts = await gatherFacts(process.env);
  // Decided before anything starts, so a missing Redis is said at once and leaves nothing behind.
  planRedis(facts);
  const postgres = await startPostgres(facts);
  const redis = await startPlannedRedis(facts).catch(async (error: unknown) => {
    await postgres.stop();
    throw error;
  });
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    description: `PostgreSQL: ${postgres.kind}; Redis: ${redis.kind}`,
    stop: async () => void (await Promise.allSettled([postgres.stop(), redis.stop()])),
  };
}

async function startPostgres(facts: Facts): Promise<RunningServer> {
  const plan = planPostgres(facts);
  switch (plan.kind) {
    case 'given':
      return untouched(plan.url);
    case 'container':
      return (await containers())
        .startPostgresContainer()
        .catch(() => startPostgres({ ...facts, dockerAnswers: false }));
    case 'embedded':
      return startEmbedded();
  }
}

// An engine may answer and still have no way to the image: the next in the order then takes its place.
async function startPlannedRedis(facts: Facts): Promise<RunningServer> {
  const plan = planRedis(facts);
  switch (plan.kind) {
    case 'given':
      return untouched(plan.url);
    case 'container':
      return (await containers())
        .startRedisContainer()
        .catch(() => startPlannedRedis({ ...facts, dockerAnswers: false }));
    case 'program':
      return startRedis({ program: plan.path });
    case 'install':
      await installDebian('redis-server');
      return startPlannedRedis({ ...facts, redisProgram: await findRedisProgram(process.env), canInstall: false });
  }
}

async function startEmbedded(): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'carillon-test-pg-'));
  // Open for the account that PostgreSQL runs as when we are root.
  await chmod(dataDir, 0o711);
  const settings = { max_connections: '300' };
  const server = await startEmbeddedPostgres({ dataDir, fast: true, ephemeral: true, settings });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, kind: 'embedded', stop };
}

// Loading testcontainers takes longer than starting the embedded servers: only where an engine answers.
function containers() {
  return import('./containers.js');
}

function untouched(url: string): RunningServer {
  return { url, kind: 'as given', stop: () => Promise.resolve() };
}
