import { realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Owner } from './cluster-state.js';
import { disownPostmaster, readPostmaster } from './postmaster-file.js';
import { commandLine, processIdentity } from './process-identity.js';

/**
 * Clears the way for a new server on `clusterDir`: stops one that a killed process left behind, and defuses a stale
 * postmaster.pid. Throws a sentence when the server there has a living owner.
 */
export async function clearLeftover(
  clusterDir: string,
  owner: Owner | null,
  notice: (line: string) => void,
): Promise<void> {
  const found = await readPostmaster(clusterDir);
  if (found === null || (await processIdentity(found.pid)) === null) return;
  if (!(await servesCluster(found.pid, clusterDir))) return disownPostmaster(clusterDir);
  if (owner !== null && owner.pid !== process.pid && (await processIdentity(owner.pid)) === owner.identity) {
    throw new Error(`The database in ${clusterDir} is in use by process ${owner.pid}.`);
  }
  notice(`a PostgreSQL server (pid ${found.pid}) was left running on ${clusterDir}: stopping it first`);
  await stopStranger(found.pid, clusterDir);
}

/** Whether the process is a PostgreSQL server on this very cluster, and not some program that got an old pid. */
export async function servesCluster(pid: number, clusterDir: string): Promise<boolean> {
  const words = await commandLine(pid);
  if (words === null || basename(words[0] ?? '').replace(/\.exe$/, '') !== 'postgres') return false;
  const directory = words[words.indexOf('-D') + 1];
  if (directory === undefined) return false;
  return (await realpath(directory).catch(() => directory)) === (await realpath(clusterDir));
}

async function stopStranger(pid: number, clusterDir: string): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 6_000],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 2_000],
  ];
  for (const [signal, patienceMs] of steps) {
    kill(pid, signal);
    if (await isGoneWithin(pid, patienceMs)) return;
  }
  throw new Error(`The PostgreSQL server (pid ${pid}) that was left running on ${clusterDir} could not be stopped.`);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

// Not our child, so there is no exit event to wait for.
async function isGoneWithin(pid: number, patienceMs: number): Promise<boolean> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    if ((await processIdentity(pid)) === null) return true;
    await delay(25);
  }
  return false;
}
