import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Debian starts a service as it installs it, unless this file answers 101; one that is there already is not ours. Lists
 * of packages are fetched only where the ones there do not do.
 */
const SCRIPT = `
  policy=/usr/sbin/policy-rc.d
  install() { apt-get install -y --no-install-recommends "$@"; }
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\\nexit 101\\n' > "$policy" && chmod 755 "$policy" && trap 'rm -f "$policy"' EXIT
  fi
  install "$@" || { apt-get update && install "$@"; }`;

/**
 * Installs a package of Debian as root, without starting its system service; whoever asks at the same time waits. Throws a
 * sentence when that fails.
 */
export async function installDebian(debianPackage: string): Promise<void> {
  const lock = join(tmpdir(), 'carillon-apt.lock');
  try {
    await run('flock', [lock, 'sh', '-c', SCRIPT, 'install', debianPackage], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split('\n').slice(-3).join(' ') : String(error);
    const sentence = `Installing ${debianPackage} with apt-get failed (${reason}): install it by hand.`;
    throw new Error(sentence, { cause: error });
  }
}
