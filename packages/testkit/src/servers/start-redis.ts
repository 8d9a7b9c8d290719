import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@carillon/embedded-db/free-port';
import { guardProcess } from '@carillon/embedded-db/guard';
import { findRedisProgram } from './facts.js';
import { NO_REDIS } from './decide.js';
import type { RunningServer } from './running.js';

export interface RedisOptions {
  /** Path of the server; found on the PATH when absent. */
  readonly program?: string;
  /** Fixed port, for a restart in the same place. */
  readonly port?: number;
  /** Keeps an append-only file in this directory, as production does. Default: nothing is kept. */
  readonly keepIn?: string;
  /** It is to be a node of a cluster. */
  readonly cluster?: boolean;
}

export interface OwnRedis extends RunningServer {
  readonly pid: number;
  readonly port: number;
  /** Ends the process as a crash would. */
  kill(): Promise<void>;
}

/** Starts a Redis of the caller's own on a free port: for tests that wipe it, stop it or kill it. Throws a sentence. */
export async function startRedis(options: RedisOptions = {}): Promise<OwnRedis> {
  const program = options.program ?? (await findRedisProgram(process.env));
  if (program === null) throw new Error(NO_REDIS);
  const port = options.port ?? (await freePort());
  const directory = options.keepIn ?? (await mkdtemp(join(tmpdir(), 'carillon-redis-')));
  const settings = { ...redisSettings(port, directory, options.keepIn !== undefined), ...(options.cluster && CLUSTER) };
  const child = spawn(program, asArguments(settings), {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const cleanUp = async () => {
    if (options.keepIn === undefined) await rm(directory, { recursive: true, force: true });
  };
  const pid = await untilReady(child, program, port).catch(async (error: unknown) => {
    await cleanUp();
    throw error;
  });
  const guard = guardProcess(pid, 'TERM');
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    guard.release();
    await cleanUp();
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kind: program,
    pid,
    port,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function redisSettings(port: number, directory: string, keep: boolean): Record<string, string> {
  return {
    port: String(port),
    bind: '127.0.0.1',
    dir: directory,
    save: '',
    appendonly: keep ? 'yes' : 'no',
    databases: '512',
    'maxmemory-policy': 'noeviction',
  };
}

/** A node that is lost is noticed soon, and the others serve on. */
const CLUSTER = {
  'cluster-enabled': 'yes',
  'cluster-node-timeout': '1000',
  'cluster-require-full-coverage': 'no',
  databases: '1',
};

const asArguments = (settings: Record<string, string>) =>
  Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);

async function untilReady(child: ChildProcess, program: string, port: number): Promise<number> {
  let output = '';
  const ready = new Promise<string>((resolve) => {
    const read = (chunk: Buffer) => {
      // Only its first words matter; later ones would pile up.
      if (output.length < 20_000) output += chunk.toString();
      if (/ready to accept connections/i.test(output)) resolve('ready');
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => resolve(`it exited with code ${String(code)}`));
    child.once('error', (error) => resolve(error.message));
  });
  const outcome = await ready;
  if (outcome === 'ready' && child.pid !== undefined) return child.pid;
  throw new Error(`${program} did not start on port ${port} (${outcome}): ${output.trim().slice(-1000)}`);
}
