import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { type Account, barrierOnTheWayTo } from './reachability.js';

/**
 * Where a new cluster goes: inside the data directory, or, when the server's account cannot enter that, in a directory of
 * its own under /var/lib/carillon (the temporary directory for an ephemeral one). The answer is what the state remembers.
 */
export async function chooseClusterDir(
  dataDir: string,
  account: Account | null,
  ephemeral: boolean,
  notice: (line: string) => void,
): Promise<string> {
  const barrier = account === null ? null : await barrierOnTheWayTo(dataDir, account);
  if (account === null || barrier === null) return 'cluster';
  const clusterDir = join(ephemeral ? await temporaryHome(account) : await lastingHome(account), 'cluster');
  notice(`${barrier} is closed to the account "${account.name}": the database of ${dataDir} lives in ${clusterDir}`);
  return clusterDir;
}

/** The absolute path of a remembered cluster directory. */
export function clusterPath(dataDir: string, clusterDir: string): string {
  return isAbsolute(clusterDir) ? clusterDir : resolve(dataDir, clusterDir);
}

/** Makes a directory that belongs to the server's account alone. */
export async function makePrivateDirectory(path: string, account: Account | null): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o700);
  if (account !== null) await chown(path, account.uid, account.gid);
}

async function lastingHome(account: Account): Promise<string> {
  const home = '/var/lib/carillon';
  await openDirectory(home);
  await assertOpen(home, account);
  return join(home, randomBytes(8).toString('hex'));
}

// A name that nobody can foresee: the directory above is everybody's.
async function temporaryHome(account: Account): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'carillon-'));
  await chmod(home, 0o711);
  await assertOpen(home, account);
  return home;
}

/** Creates the directory, when missing, so that others can pass through it but not list it. */
export async function openDirectory(path: string): Promise<void> {
  if ((await mkdir(path, { recursive: true })) !== undefined) await chmod(path, 0o711);
}

async function assertOpen(home: string, account: Account): Promise<void> {
  const barrier = await barrierOnTheWayTo(home, account);
  if (barrier === null) return;
  throw new Error(`The database cannot be placed in ${home}: ${barrier} is closed to the account "${account.name}".`);
}
