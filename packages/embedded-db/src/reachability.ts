import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The account a server runs as. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

interface Ownership {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Whether the account may enter a directory with this ownership. Groups beyond the primary one are dropped at spawn, so they do not count. */
export function mayEnter(directory: Ownership, account: Account): boolean {
  if (account.uid === 0) return true;
  if (directory.uid === account.uid) return (directory.mode & 0o100) !== 0;
  if (directory.gid === account.gid) return (directory.mode & 0o010) !== 0;
  return (directory.mode & 0o001) !== 0;
}

/** The first directory, from the root down to `path` itself, that the account cannot enter; null when all are open. */
export async function barrierOnTheWayTo(path: string, account: Account): Promise<string | null> {
  for (const directory of parentsFromRoot(await realpath(path))) {
    if (!mayEnter(await stat(directory), account)) return directory;
  }
  return null;
}

function parentsFromRoot(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [...parentsFromRoot(above), path];
}
