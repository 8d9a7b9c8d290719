/** What this machine has to offer, found out before anything is started. */
export interface Facts {
  readonly testDatabaseUrl: string | null;
  readonly testRedisUrl: string | null;
  readonly dockerAnswers: boolean;
  /** Path of a redis-server or valkey-server. */
  readonly redisProgram: string | null;
  /** We are root on a Debian with apt-get. */
  readonly canInstall: boolean;
}

export type PostgresPlan = { kind: 'given'; url: string } | { kind: 'container' } | { kind: 'embedded' };
export type RedisPlan =
  { kind: 'given'; url: string } | { kind: 'container' } | { kind: 'program'; path: string } | { kind: 'install' };

export const NO_REDIS =
  'The tests need a Redis server: install redis-server or valkey-server (or start Docker, or set TEST_REDIS_URL) and run them again.';

/** Which PostgreSQL the tests use. The embedded one needs nothing, so there is always an answer. */
export function planPostgres(facts: Facts): PostgresPlan {
  if (facts.testDatabaseUrl !== null) return { kind: 'given', url: facts.testDatabaseUrl };
  return facts.dockerAnswers ? { kind: 'container' } : { kind: 'embedded' };
}

/** Which Redis the tests use. Throws the sentence that says what to install when there is none. */
export function planRedis(facts: Facts): RedisPlan {
  if (facts.testRedisUrl !== null) return { kind: 'given', url: facts.testRedisUrl };
  if (facts.dockerAnswers) return { kind: 'container' };
  if (facts.redisProgram !== null) return { kind: 'program', path: facts.redisProgram };
  if (facts.canInstall) return { kind: 'install' };
  throw new Error(NO_REDIS);
}
