import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@carillon/testkit/wait-for';

export interface StandaloneRun {
  readonly pid: number;
  /** Rejects with the output when it ends instead. */
  readonly ready: Promise<void>;
  output(): string;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<{ code: number | null; tookMs: number }>;
}

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Starts the built standalone. */
export function runStandalone(env: Readonly<Record<string, string>>): StandaloneRun {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  let ended = false;
  void exited.then(() => (ended = true));
  const ready = waitFor('standalone ready', () => output.includes('One line per finished run') || ended, {
    timeoutMs: 40_000,
    detail: () => output,
  }).then(() => {
    if (ended) throw new Error(output);
  });
  // A test that never looks at it must not fail for it.
  ready.catch(() => undefined);
  const stop = async () => {
    const startedAt = performance.now();
    child.kill('SIGTERM');
    return { code: await exited, tookMs: performance.now() - startedAt };
  };
  return { pid: child.pid ?? 0, ready, output: () => output, stop };
}
