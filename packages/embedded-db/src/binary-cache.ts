import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { type Account, barrierOnTheWayTo } from './reachability.js';

/**
 * A copy of the binaries that every account may run, made once per version below one of `bases`.
 * Throws a sentence when no base will do. For root only: root owns the copy, nobody else may change it.
 */
export async function copyForOthers(
  binaries: Binaries,
  account: Account,
  bases = ['/var/cache', '/var/tmp', tmpdir()],
): Promise<Binaries> {
  const faults: string[] = [];
  for (const base of bases) {
    try {
      return { ...binaries, root: await copyBelow(join(base, 'carillon-postgres'), binaries, account) };
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `The PostgreSQL binaries could not be copied to where "${account.name}" can run them: ${faults.join('; ')}.`,
  );
}

async function copyBelow(base: string, binaries: Binaries, account: Account): Promise<string> {
  await mkdir(base, { mode: 0o755 }).catch(ignoreExisting);
  await assertOnlyRootMayWrite(base);
  const barrier = await barrierOnTheWayTo(base, account);
  if (barrier !== null) throw new Error(`${barrier} is closed to it`);
  const target = join(base, `${binaries.version}-${process.platform}-${process.arch}`);
  if ((await lstat(target).catch(() => null)) === null) await publishCopy(binaries.root, base, target);
  await assertOnlyRootMayWrite(target);
  return target;
}

// The rename makes the copy appear whole or not at all; when two processes race, the first one's copy stays.
async function publishCopy(source: string, base: string, target: string): Promise<void> {
  const draft = join(base, `.draft-${randomBytes(8).toString('hex')}`);
  try {
    await cp(source, draft, { recursive: true, verbatimSymlinks: true });
    await openForReading(draft);
    await rename(draft, target).catch(ignoreExisting);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

// An install under umask 077 leaves files that only root can read, and the copy inherits their modes.
async function openForReading(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, directory.endsWith('/bin') ? 0o755 : 0o644);
  }
}

// /var/tmp and /tmp are open to all: whatever waits there under our name counts only when root made it.
async function assertOnlyRootMayWrite(path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return;
  throw new Error(`${path} is not a directory that only root may write`);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error;
}
