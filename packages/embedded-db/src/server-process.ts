import type { ChildProcess } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Binaries, program } from './binaries.js';
import { guardProcess } from './guard.js';
import { readPostmaster } from './postmaster-file.js';
import type { Account } from './reachability.js';
import { spawnAs } from './spawn-as.js';

export interface LaunchOptions {
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly clusterDir: string;
  readonly logFile: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly startTimeoutMs: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServerProcess {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly child: ChildProcess;
}

/** Starts the server and resolves once it takes connections. Throws a sentence that ends with its last log lines. */
export async function launch(options: LaunchOptions): Promise<ServerProcess> {
  const log = await open(options.logFile, 'w', 0o600);
  const args = ['-D', options.clusterDir, '-p', String(options.port), ...flags(options.settings)];
  const child = spawnAs(options.account, program(options.binaries, 'postgres'), args, ['ignore', log.fd, log.fd]);
  await log.close();
  const exited = exitOf(child);
  if (child.pid !== undefined) {
    // From its first moment: we may be killed while it still starts.
    const guard = guardProcess(child.pid, 'INT', options.account);
    void exited.then(() => guard.release());
  }
  const outcome = await Promise.race([exited.then(describeExit), readyWithin(child, options)]);
  if (outcome === 'ready' && child.pid !== undefined) return { pid: child.pid, exited, child };
  child.kill('SIGKILL');
  throw new Error(`PostgreSQL did not start on port ${options.port} (${outcome}): ${await lastLines(options.logFile)}`);
}

/** Stops the server: a fast shutdown for `patienceMs`, then an immediate one, then a kill. Resolves when the process is gone. */
export async function halt({ child, exited }: ServerProcess, patienceMs: number): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', patienceMs],
    ['SIGQUIT', 1_500],
    ['SIGKILL', 1_500],
  ];
  for (const [signal, limitMs] of steps) {
    child.kill(signal);
    const timer = new AbortController();
    const patience = delay(limitMs, false, { signal: timer.signal, ref: false }).catch(() => false);
    const gone = await Promise.race([exited.then(() => true), patience]);
    timer.abort();
    if (gone) return;
  }
}

function flags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    // A program that cannot be started at all (missing, not executable, wrong C library) has no exit.
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
}

function describeExit({ code, signal }: Exit): string {
  return signal === null ? `it exited with code ${String(code)}` : `it was ended by ${signal}`;
}

// The server itself writes "ready" into postmaster.pid; pg_ctl waits for the same word.
async function readyWithin(child: ChildProcess, { clusterDir, startTimeoutMs }: LaunchOptions): Promise<string> {
  const end = performance.now() + startTimeoutMs;
  while (performance.now() < end && isRunning(child)) {
    const found = await readPostmaster(clusterDir);
    if (found?.ready === true && found.pid === child.pid) return 'ready';
    await delay(20);
  }
  return `it was not ready within ${startTimeoutMs / 1000} s`;
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function lastLines(logFile: string): Promise<string> {
  const text = (await readFile(logFile, 'utf8').catch(() => '')).trim();
  return text === '' ? 'it logged nothing' : text.split('\n').slice(-12).join('\n');
}
