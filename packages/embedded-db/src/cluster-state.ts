import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The process that started the server, told apart from a later process with the same pid. */
export interface Owner {
  readonly pid: number;
  readonly identity: string;
}

/** What a data directory remembers about its cluster. */
export interface ClusterState {
  /** Relative to the data directory, or absolute when the cluster had to live elsewhere. */
  readonly clusterDir: string;
  readonly password: string;
  readonly port: number | null;
  /** False while initdb has not finished: nothing can have been stored yet, so it may be done again. */
  readonly initialised: boolean;
  readonly owner: Owner | null;
}

/** The state of a cluster that is about to be made in `clusterDir`, with a new password. */
export function newState(clusterDir: string): ClusterState {
  return { clusterDir, password: randomBytes(24).toString('base64url'), port: null, initialised: false, owner: null };
}

/** The remembered state, or null when the directory has none. Throws a sentence when the file is damaged. */
export async function readState(dataDir: string): Promise<ClusterState | null> {
  const text = await readFile(file(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const state = parse(text);
  if (typeof state?.clusterDir === 'string' && typeof state.password === 'string') return state;
  throw new Error(
    `${file(dataDir)} is damaged: it should say where the database is and its password. Restore it, or remove ${dataDir} to begin anew.`,
  );
}

/** Writes the state whole (mode 0600): a crash leaves the old one. */
export async function writeState(dataDir: string, state: ClusterState): Promise<void> {
  const draft = `${file(dataDir)}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file(dataDir));
}

function file(dataDir: string): string {
  return join(dataDir, 'cluster.json');
}

function parse(text: string): ClusterState | null {
  try {
    return JSON.parse(text) as ClusterState;
  } catch {
    return null;
  }
}
