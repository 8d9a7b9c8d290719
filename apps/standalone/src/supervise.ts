import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { NODE_VARIABLES } from '@carillon/core/config/node-flags';

export interface SupervisedOptions {
  readonly name: string;
  /** Path of the program. */
  readonly main: string;
  /** Flags for node; none unless said. */
  readonly nodeFlags?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
  /** Told after a crash, once the next process is ready. */
  readonly onReplaced: () => void;
  /** First pause before a restart; it doubles up to 10 s. Default 500. */
  readonly backOffMs?: number;
}

export interface Supervised {
  /** Of the process that runs now. */
  pid(): number;
  /** Ends it: SIGTERM, and SIGKILL after `patienceMs`. Resolves when it is gone. */
  stop(patienceMs: number): Promise<void>;
}

const START_LIMIT_MS = 30_000;
const LONGEST_BACK_OFF_MS = 10_000;
/** Who has run this long has not crashed at the start, and is restarted at once. */
const SETTLED_MS = 30_000;

/** Starts an app and resolves once it is ready; from then on starts it again whenever it dies. Rejects when it never gets ready. */
export async function supervise(options: SupervisedOptions): Promise<Supervised> {
  const state: State = { child: spawnApp(options), stopping: false, restarts: 0, timer: null };
  await untilReady(state.child, options);
  watch(state, options);
  return {
    pid: () => state.child.pid ?? 0,
    stop: (patienceMs) => {
      state.stopping = true;
      if (state.timer !== null) clearTimeout(state.timer);
      return end(state.child, patienceMs);
    },
  };
}

interface State {
  child: ChildProcess;
  stopping: boolean;
  restarts: number;
  timer: NodeJS.Timeout | null;
}

// In a session of its own: a Ctrl-C in the terminal reaches us alone, and we stop the apps before the database.
// The channel is what ends it when we are killed.
function spawnApp({ main, nodeFlags = [], env, onLine }: SupervisedOptions): ChildProcess {
  const child = spawn(process.execPath, [...nodeFlags, main], {
    env: { ...NODE_VARIABLES, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', onLine);
  }
  return child;
}

function untilReady(child: ChildProcess, { name }: SupervisedOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(limit);
      child.kill('SIGKILL');
      reject(new Error(`The ${name} did not start (${why}): what it said is above.`));
    };
    const limit = setTimeout(() => fail(`not ready within ${START_LIMIT_MS / 1000} s`), START_LIMIT_MS);
    child.once('exit', (code, signal) => fail(signal ?? `exit code ${String(code)}`));
    child.once('error', (error) => fail(error.message));
    child.once('message', () => {
      clearTimeout(limit);
      resolve();
    });
  });
}

function watch(state: State, options: SupervisedOptions): void {
  const startedAt = performance.now();
  state.child.once('exit', (code, signal) => {
    if (state.stopping) return;
    if (performance.now() - startedAt > SETTLED_MS) state.restarts = 0;
    const pauseMs = Math.min((options.backOffMs ?? 500) * 2 ** state.restarts, LONGEST_BACK_OFF_MS);
    state.restarts += 1;
    options.onLine(
      `ended unexpectedly (${signal ?? `exit code ${String(code)}`}): starting it again in ${pauseMs / 1000} s`,
    );
    state.timer = setTimeout(() => restart(state, options), pauseMs);
  });
}

function restart(state: State, options: SupervisedOptions): void {
  state.child = spawnApp(options);
  watch(state, options);
  state.child.once('message', () => options.onReplaced());
  state.child.once('error', (error) => options.onLine(error.message));
}

function end(child: ChildProcess, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const limit = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    child.once('exit', () => {
      clearTimeout(limit);
      resolve();
    });
    child.kill(patienceMs === 0 ? 'SIGKILL' : 'SIGTERM');
  });
}
