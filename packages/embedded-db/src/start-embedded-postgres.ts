import { readFile, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { chooseClusterDir, clusterPath, openDirectory } from './cluster-location.js';
import { type ClusterState, newState, readState, writeState } from './cluster-state.js';
import { ensureDatabase } from './ensure-database.js';
import { freePort, isPortFree } from './free-port.js';
import { initCluster } from './init-cluster.js';
import { clearLeftover } from './leftover.js';
import { processIdentity } from './process-identity.js';
import type { Account } from './reachability.js';
import { runnableBinaries } from './runnable-binaries.js';
import { serverAccount } from './server-account.js';
import { type Exit, halt, launch, type ServerProcess } from './server-process.js';
import { serverSettings } from './settings.js';

const USER = 'carillon';

export interface EmbeddedPostgresOptions {
  /** Created when missing. Holds the cluster, or remembers where it had to go. */
  readonly dataDir: string;
  /** Default: the port of the last start when it is free, else any free one. */
  readonly port?: number;
  /** The database in the url, created when missing. Default `carillon`. */
  readonly database?: string;
  /** For tests: trades every crash guarantee for speed. */
  readonly fast?: boolean;
  /** Deletes the cluster at stop. */
  readonly ephemeral?: boolean;
  /** Server settings by name, over ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Default 60,000. */
  readonly startTimeoutMs?: number;
  /** Told in one line when something unusual was done. */
  readonly onNotice?: (line: string) => void;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  readonly clusterDir: string;
  /** Resolves when the server process is gone, for whatever reason. */
  readonly exited: Promise<Exit>;
  /** Fast shutdown; after `patienceMs` (default 5,000) an immediate one, which the next start recovers from. May be called again. */
  stop(patienceMs?: number): Promise<void>;
}

/**
 * Starts PostgreSQL from the installed binaries on 127.0.0.1, creating the cluster on the first call. As root it runs under
 * another account. A server that a killed process left behind is stopped first; the server ends when this process dies.
 * Throws sentences that say what was attempted.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const context = await prepare(options);
  const { dataDir, clusterDir } = context;
  await clearLeftover(clusterDir, context.state.owner, context.notice);
  const { server, port } = await launchOnFreePort(context, options);
  const url = `postgres://${USER}:${context.state.password}@127.0.0.1:${port}/${options.database ?? 'carillon'}`;
  const stop = async (patienceMs = 5_000) => {
    await halt(server, patienceMs);
    if (options.ephemeral === true) await removeCluster(dataDir, clusterDir, context.state);
  };
  await ensureDatabase(url).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, pid: server.pid, port, clusterDir, exited: server.exited, stop };
}

interface Context {
  readonly dataDir: string;
  readonly clusterDir: string;
  readonly account: Account | null;
  readonly binaries: Binaries;
  readonly state: ClusterState;
  readonly notice: (line: string) => void;
}

async function prepare(options: EmbeddedPostgresOptions): Promise<Context> {
  const notice = options.onNotice ?? (() => undefined);
  const dataDir = resolve(options.dataDir);
  const account = await serverAccount();
  await openDirectory(dataDir);
  const binaries = await runnableBinaries(account, notice);
  const remembered = await readState(dataDir);
  const state = remembered ?? newState(await chooseClusterDir(dataDir, account, options.ephemeral ?? false, notice));
  const context = { dataDir, clusterDir: clusterPath(dataDir, state.clusterDir), account, binaries, notice };
  if (state.initialised) {
    await assertSameMajor(context.clusterDir, dataDir, binaries.major);
    return { ...context, state };
  }
  await writeState(dataDir, state);
  await initCluster({ ...context, user: USER, password: state.password, fast: options.fast ?? false });
  const initialised = { ...state, initialised: true };
  await writeState(dataDir, initialised);
  return { ...context, state: initialised };
}

async function assertSameMajor(clusterDir: string, dataDir: string, major: number): Promise<void> {
  const found = (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (found === '') {
    throw new Error(
      `The database of ${dataDir} was in ${clusterDir}, which is gone: restore it, or remove ${dataDir} to begin anew.`,
    );
  }
  if (found === String(major)) return;
  throw new Error(
    `The database in ${clusterDir} was made by PostgreSQL ${found}, and this is PostgreSQL ${major}: dump it with the old version and load it into a new data directory.`,
  );
}

async function launchOnFreePort(
  context: Context,
  options: EmbeddedPostgresOptions,
): Promise<{ server: ServerProcess; port: number }> {
  const { port: wanted, fast = false, settings = {}, startTimeoutMs = 60_000 } = options;
  if (wanted !== undefined && !(await isPortFree(wanted))) {
    throw new Error(`PostgreSQL cannot listen on port ${wanted}: another program has it.`);
  }
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted ?? (await freePort(attempt === 1 ? context.state.port : null));
    // Written before the start: from its first moment the server is known to have a living owner.
    await writeState(context.dataDir, { ...context.state, port, owner: await ourselves() });
    try {
      const logFile = join(context.dataDir, 'postgres.log');
      const server = await launch({
        ...context,
        port,
        logFile,
        settings: serverSettings(fast, settings),
        startTimeoutMs,
      });
      return { server, port };
    } catch (error) {
      if (attempt >= 10 || !passes(error, wanted === undefined)) throw error;
      await delay(300);
    }
  }
}

// Someone else may take the free port first; and the backends of a killed server need a moment to notice and leave.
function passes(error: unknown, anyPortWillDo: boolean): boolean {
  const message = error instanceof Error ? error.message : '';
  return message.includes('shared memory block') || (anyPortWillDo && /could not (bind|create any TCP)/.test(message));
}

async function ourselves(): Promise<ClusterState['owner']> {
  return { pid: process.pid, identity: (await processIdentity(process.pid)) ?? '' };
}

async function removeCluster(
  dataDir: string,
  clusterDir: string,
  { clusterDir: remembered }: ClusterState,
): Promise<void> {
  await rm(isAbsolute(remembered) ? dirname(clusterDir) : clusterDir, { recursive: true, force: true });
  await rm(join(dataDir, 'cluster.json'), { force: true });
}
