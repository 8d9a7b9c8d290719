import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const POLICY = '/usr/sbin/policy-rc.d';
const INSTALL = ['install', '-y', '--no-install-recommends', 'redis-server'];

/** Installs Debian's redis-server as root, without starting its system service. Throws a sentence when that fails. */
export async function installRedis(): Promise<void> {
  const refusing = await refuseServices();
  try {
    await aptGet(INSTALL).catch(async () => {
      await aptGet(['update']);
      await aptGet(INSTALL);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split('\n').slice(-3).join(' ') : String(error);
    const sentence = `Installing redis-server with apt-get failed (${reason}): install redis-server or valkey-server by hand.`;
    throw new Error(sentence, { cause: error });
  } finally {
    if (refusing) await rm(POLICY, { force: true });
  }
}

// Debian starts a service as it installs it, unless this file answers 101. A file that is there already is not ours.
async function refuseServices(): Promise<boolean> {
  return writeFile(POLICY, '#!/bin/sh\nexit 101\n', { flag: 'wx', mode: 0o755 }).then(
    () => true,
    () => false,
  );
}

async function aptGet(args: readonly string[]): Promise<void> {
  await run('apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
}
