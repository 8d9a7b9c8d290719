import { fileURLToPath } from 'node:url';
import { fileVariable, SECRET_VARIABLES } from '@carillon/core/config/secret-files';
import { nodeFlags } from '@carillon/core/config/node-flags';
import { LOOPBACK } from './banner.js';
import type { StandaloneConfig } from './config/standalone-config.js';
import { readableLine } from './log-line.js';
import type { Secrets } from './secrets.js';
import { supervise, type Supervised } from './supervise.js';

export const APPS = ['api', 'scheduler', 'worker'] as const;
export type AppName = (typeof APPS)[number];
export type Apps = Readonly<Record<AppName, Supervised>>;

export interface AppsOptions {
  readonly config: StandaloneConfig;
  /** What the apps inherit. */
  readonly env: NodeJS.ProcessEnv;
  readonly port: number;
  readonly databaseUrl: string;
  readonly secrets: Secrets;
  readonly say: (line: string) => void;
  readonly onReplaced: () => void;
}

/** Starts api, scheduler and worker as processes and resolves once all are ready. On a failure none is left. */
export async function startApps(options: AppsOptions): Promise<Apps> {
  const starts = await Promise.allSettled(APPS.map((name) => startApp(name, options)));
  const [api, scheduler, worker] = starts.map((start) => (start.status === 'fulfilled' ? start.value : null));
  if (api && scheduler && worker) return { api, scheduler, worker };
  await Promise.all([api, scheduler, worker].map((app) => app?.stop(7_000) ?? Promise.resolve()));
  const failure = starts.find((start) => start.status === 'rejected');
  throw failure?.reason instanceof Error ? failure.reason : new Error('The apps did not start.');
}

/** Stops all apps at once. */
export async function stopApps(apps: Apps, patienceMs: number): Promise<void> {
  await Promise.all(APPS.map((name) => apps[name].stop(patienceMs)));
}

function startApp(name: AppName, options: AppsOptions): Promise<Supervised> {
  const main = fileURLToPath(new URL(`../../${name}/dist/main.js`, import.meta.url));
  const onLine = (line: string) => {
    const readable = readableLine(name, line);
    if (readable !== null) options.say(readable);
  };
  return supervise({
    name,
    main,
    nodeFlags: nodeFlags(name),
    env: environment(name, options),
    onLine,
    onReplaced: options.onReplaced,
  });
}

function environment(name: AppName, { config, env, port, databaseUrl, secrets }: AppsOptions): NodeJS.ProcessEnv {
  const { REDIS_URL } = config;
  return {
    ...withoutSecrets(env),
    DATABASE_URL: databaseUrl,
    ...(REDIS_URL !== undefined && { REDIS_URL }),
    ...(name === 'scheduler' ? {} : keysEnvironment(secrets)),
    // Who tries Carillon out has passwords as he likes.
    ALLOW_WEAK_SECRETS: 'true',
    HOST: config.HOST,
    PORT: String(port),
    HEALTH_PORT: '0',
    EGRESS_ALLOW_CIDRS: [LOOPBACK, ...config.EGRESS_ALLOW_CIDRS].join(','),
    // Shorter than our own patience, so that an app ends its work in order and is not killed.
    SHUTDOWN_GRACE_SECONDS: '6',
    ...(name === 'api' ? operatorEnvironment(config, secrets) : {}),
    ...(name === 'worker' ? { LOG_RUNS: 'true' } : {}),
  };
}

/** Each process gets the secrets that it needs, whether they came in variables or in files. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = new Set<string>(SECRET_VARIABLES.flatMap((name) => [name, fileVariable(name)]));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.has(name)));
}

function keysEnvironment({ encryptionKey, encryptionKeysOld }: Secrets): NodeJS.ProcessEnv {
  return { ENCRYPTION_KEY: encryptionKey, ENCRYPTION_KEYS_OLD: encryptionKeysOld.join(',') };
}

function operatorEnvironment(config: StandaloneConfig, secrets: Secrets): NodeJS.ProcessEnv {
  return {
    OPERATOR_USER: config.OPERATOR_USER,
    OPERATOR_PASSWORD: secrets.operatorPassword,
    ADMIN_TOKEN: secrets.adminToken,
    ECHO_ENDPOINT: 'true',
  };
}
