import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Account } from './reachability.js';

const run = promisify(execFile);

/**
 * The account PostgreSQL must run as: null for "ourselves" (we are not root), else `postgres`, which is created
 * when missing, else `nobody`. Throws a sentence when root has no such account to offer.
 */
export async function serverAccount(name = 'postgres'): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const account = (await lookUp(name)) ?? (await create(name)) ?? (await lookUp('nobody'));
  if (account !== null) return account;
  throw new Error(
    `PostgreSQL refuses to run as root, and the account "${name}" could not be created: create it, or run as another user.`,
  );
}

async function lookUp(name: string): Promise<Account | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

async function create(name: string): Promise<Account | null> {
  // Each step may find its work done (a group that is there already) or its tool missing: what counts is the look-up after.
  await run('groupadd', ['--system', name]).catch(() => undefined);
  await run('useradd', ['--system', '-g', name, '-M', '-s', '/usr/sbin/nologin', name]).catch(() => undefined);
  return lookUp(name);
}
