import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { nodeFlags, NODE_VARIABLES } from '@carillon/core/config/node-flags';
import { TEST_ENCRYPTION_KEY } from './encryption-key.js';
import { waitFor } from './wait-for.js';

export type AppName = 'api' | 'scheduler' | 'worker';

export interface AppExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SpawnedApp {
  readonly pid: number;
  /** Where the api listens; null for the others. */
  readonly url: string | null;
  /** Every line it has logged. */
  readonly logs: readonly string[];
  readonly exited: Promise<AppExit>;
  kill(signal: NodeJS.Signals): void;
  /** Sends SIGTERM, and SIGKILL when it is not gone in 10 s; resolves when it is. */
  stop(): Promise<AppExit>;
}

/**
 * Starts apps/<name>/dist/main.js and resolves once it says that it is ready. Throws its last log lines when it does not
 * within 20 s. It ends by itself when this process does.
 */
export async function spawnApp(name: AppName, env: Readonly<Record<string, string>>): Promise<SpawnedApp> {
  const main = fileURLToPath(new URL(`../../../apps/${name}/dist/main.js`, import.meta.url));
  if (!existsSync(main)) throw new Error(`apps/${name} is not built: run \`npm test\`, which builds first.`);
  const keys = name === 'scheduler' ? {} : { ENCRYPTION_KEY: TEST_ENCRYPTION_KEY };
  const child = spawn(process.execPath, [...nodeFlags(name), main], {
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      HEALTH_PORT: '0',
      LOG_LEVEL: 'info',
      ...keys,
      ...NODE_VARIABLES,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const logs = collect(child);
  const exited = new Promise<AppExit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const url = await ready(name, child, logs, exited);
  const stop = async () => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.kill('SIGTERM');
    return exited.finally(() => clearTimeout(timer));
  };
  return { pid: child.pid ?? 0, url, logs, exited, kill: (signal) => void child.kill(signal), stop };
}

/** The log lines that are JSON with this `event`. */
export function eventsIn(logs: readonly string[], event: string): Record<string, unknown>[] {
  return logs
    .filter((line) => line.includes(event))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((entry) => entry['event'] === event);
}

function collect(child: ChildProcess): string[] {
  const logs: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => logs.push(line));
  }
  return logs;
}

async function ready(
  name: AppName,
  child: ChildProcess,
  logs: string[],
  exited: Promise<AppExit>,
): Promise<string | null> {
  let said: { type: string; url?: string } | null = null;
  let exit: AppExit | null = null;
  child.on('message', (message: { type: string; url?: string }) => {
    if (message.type === 'ready') said = message;
  });
  void exited.then((found) => (exit = found));
  const lastLines = () => `it logged ${logs.slice(-8).join('\n')}`;
  const done = () => said ?? exit;
  const outcome = await waitFor(`${name} ready`, done, { timeoutMs: 20_000, everyMs: 10, detail: lastLines }).catch(
    (error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    },
  );
  if ('type' in outcome) return (outcome as { url?: string }).url ?? null;
  throw new Error(`${name} ended before it was ready (${JSON.stringify(outcome)}): ${lastLines()}`);
}
