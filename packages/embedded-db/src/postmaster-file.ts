import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running server says of itself in postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  readonly ready: boolean;
}

/** Reads postmaster.pid of a cluster; null when there is none. */
export async function readPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const lines = (await readFile(file(clusterDir), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, ready: lines[7]?.trim() === 'ready' };
}

/**
 * Makes a stale postmaster.pid, whose pid now belongs to some other program, name a pid that cannot exist.
 * The file stays, because PostgreSQL reads from it which shared memory the dead server used, and refuses to start while
 * that still has users.
 */
export async function disownPostmaster(clusterDir: string): Promise<void> {
  const [, ...rest] = (await readFile(file(clusterDir), 'utf8')).split('\n');
  await writeFile(file(clusterDir), ['2147483646', ...rest].join('\n'));
}

function file(clusterDir: string): string {
  return join(clusterDir, 'postmaster.pid');
}
