import { openDatabase } from '@carillon/core/db/client';
import { migrate } from '@carillon/core/engine/migrate';
import { freePort, isPortFree } from '@carillon/embedded-db/free-port';
import { type Apps, startApps, stopApps } from './apps.js';
import { banner } from './banner.js';
import type { Cleanup } from './cleanup.js';
import type { StandaloneConfig } from './config/standalone-config.js';
import { dataDirectoryPath, openDataDirectory } from './data-directory.js';
import { openStandaloneDatabase, type StandaloneDatabase } from './database.js';
import { createDemoKey, ensureDemoUser } from './demo-account.js';
import { ensureDemoJob } from './demo-job.js';
import { type DevFile, readDevFile, writeDevFile } from './dev-file.js';
import { localApi } from './local-api.js';
import { takeRunLock } from './run-lock.js';
import { loadSecrets, type Secrets } from './secrets.js';

export interface BootOptions {
  readonly config: StandaloneConfig;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** Collects what has been started, also when the boot fails half-way. */
  readonly cleanup: Cleanup;
  /** Asked between the steps: true ends the boot. */
  readonly isStopping: () => boolean;
  /** Told when the embedded database ends without being asked to. */
  readonly onDatabaseGone: () => void;
}

/**
 * Brings everything up: data directory, database, migrations, demo account, the three apps, the demo job. Resolves when all of it
 * works; throws a sentence when it cannot, or quietly returns when it was asked to stop meanwhile.
 */
export async function boot(options: BootOptions): Promise<void> {
  const startedAt = performance.now();
  const { config, say, cleanup } = options;
  const dataDir = dataDirectoryPath(config.CARILLON_DATA_DIR);
  const { port, apiUrl } = await claim(options, dataDir);
  const secrets = await loadSecrets(dataDir, givenSecrets(config));
  const database = await openStandaloneDatabase(dataDir, config.DATABASE_URL, say);
  watchDatabase(database, options);
  if (options.isStopping()) return;
  say('migrating…');
  await migrate(database.url);
  if (options.isStopping()) return;
  say('starting api, scheduler and worker…');
  const publish = () => void writeDevFile(dataDir, devFile()).catch((error: Error) => say(error.message));
  const apps = await startApps({ ...options, port, databaseUrl: database.url, secrets, onReplaced: publish });
  cleanup.add((patienceMs) => stopApps(apps, Math.min(patienceMs, 7_000)));
  if (options.isStopping()) return;
  const apiKey = await prepareDemo(config, dataDir, database.url, apiUrl);
  const devFile = () => describe({ config, secrets, database, apps, apiUrl, apiKey });
  await writeDevFile(dataDir, devFile());
  say(
    banner({
      apiUrl,
      apiKey,
      operatorUser: config.OPERATOR_USER,
      operatorPassword: secrets.operatorPassword,
      dataDir,
      queue: config.REDIS_URL === undefined ? 'PostgreSQL' : 'Redis',
      seconds: (performance.now() - startedAt) / 1000,
    }),
  );
}

// Before anything starts: the directory must be ours, nobody else on it, and the port free.
async function claim({ config, cleanup }: BootOptions, dataDir: string): Promise<{ port: number; apiUrl: string }> {
  await openDataDirectory(dataDir);
  const port = config.PORT === 0 ? await freePort() : config.PORT;
  const apiUrl = `http://${reachableHost(config.HOST)}:${port}`;
  const lock = await takeRunLock(dataDir, apiUrl);
  cleanup.add(() => lock.release());
  if (await isPortFree(port, config.HOST)) return { port, apiUrl };
  throw new Error(`Port ${port} is taken by another program: stop it, or choose another port with PORT.`);
}

// "All addresses" is no address to call.
function reachableHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
}

function watchDatabase({ server }: StandaloneDatabase, { cleanup, onDatabaseGone }: BootOptions): void {
  if (server === null) return;
  let expected = false;
  cleanup.add((patienceMs) => {
    expected = true;
    return server.stop(patienceMs);
  });
  void server.exited.then(() => (expected ? undefined : onDatabaseGone()));
}

/** The demo account's token: last time's while it is still accepted, else a new one. Its job is there afterwards. */
async function prepareDemo(
  { QUOTA_TIMEZONE: quotaTimezone }: StandaloneConfig,
  dataDir: string,
  databaseUrl: string,
  apiUrl: string,
): Promise<string> {
  const database = openDatabase({ url: databaseUrl, max: 1, applicationName: 'carillon-standalone' });
  try {
    const userId = await ensureDemoUser(database.db);
    const kept = (await readDevFile(dataDir))?.apiKey;
    const apiKey =
      kept !== undefined && (await isAccepted(apiUrl, kept))
        ? kept
        : await createDemoKey(database.db, userId, quotaTimezone);
    await ensureDemoJob(localApi(apiUrl, apiKey), dataDir, userId);
    return apiKey;
  } finally {
    await database.close();
  }
}

async function isAccepted(apiUrl: string, apiKey: string): Promise<boolean> {
  const { status } = await localApi(apiUrl, apiKey).call('GET', '/api/jobs');
  return status === 200;
}

interface Facts {
  readonly config: StandaloneConfig;
  readonly secrets: Secrets;
  readonly database: StandaloneDatabase;
  readonly apps: Apps;
  readonly apiUrl: string;
  readonly apiKey: string;
}

function describe({ config, secrets, database, apps, apiUrl, apiKey }: Facts): DevFile {
  return {
    apiUrl,
    apiKey,
    adminToken: secrets.adminToken,
    databaseUrl: database.url,
    redisUrl: config.REDIS_URL ?? null,
    pids: {
      api: apps.api.pid(),
      scheduler: apps.scheduler.pid(),
      worker: apps.worker.pid(),
      postgres: database.server?.pid ?? null,
    },
  };
}

function givenSecrets(config: StandaloneConfig): Partial<Secrets> {
  const { OPERATOR_PASSWORD, ADMIN_TOKEN, ENCRYPTION_KEY, ENCRYPTION_KEYS_OLD } = config;
  return {
    encryptionKeysOld: ENCRYPTION_KEYS_OLD,
    ...(ENCRYPTION_KEY === undefined ? {} : { encryptionKey: ENCRYPTION_KEY }),
    ...(OPERATOR_PASSWORD === undefined ? {} : { operatorPassword: OPERATOR_PASSWORD }),
    ...(ADMIN_TOKEN === undefined ? {} : { adminToken: ADMIN_TOKEN }),
  };
}
