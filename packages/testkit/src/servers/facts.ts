import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Facts } from './decide.js';
import { dockerAnswers } from './docker.js';

/** Finds out what this machine has to offer. Takes at most about a second. */
export async function gatherFacts(env: NodeJS.ProcessEnv): Promise<Facts> {
  const testDatabaseUrl = env['TEST_DATABASE_URL'] || null;
  const testRedisUrl = env['TEST_REDIS_URL'] || null;
  const allGiven = testDatabaseUrl !== null && testRedisUrl !== null;
  return {
    testDatabaseUrl,
    testRedisUrl,
    dockerAnswers: !allGiven && (await dockerAnswers(env)),
    redisProgram: await findRedisProgram(env),
    canInstall: await canInstall(env),
  };
}

/** We are root on a Debian with apt-get. */
export async function canInstall(env: NodeJS.ProcessEnv): Promise<boolean> {
  const isDebian = process.getuid?.() === 0 && (await exists('/etc/debian_version'));
  return isDebian && (await findProgram('apt-get', env)) !== null;
}

/** The path of a redis-server or valkey-server on the PATH, or null. */
export async function findRedisProgram(env: NodeJS.ProcessEnv): Promise<string | null> {
  return (await findProgram('redis-server', env)) ?? (await findProgram('valkey-server', env));
}

/** The path of a program on the PATH, or null. */
export async function findProgram(program: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  for (const directory of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(directory, program);
    if (directory !== '' && (await exists(path, constants.X_OK))) return path;
  }
  return null;
}

function exists(path: string, mode = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
