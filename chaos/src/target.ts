import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Target {
  /** Ends in a slash; the version follows. */
  url: string;
  close(): void;
}

/** Starts the target, which appends to `file`. */
export async function startTarget(file: string, seed: number): Promise<Target> {
  const child = fork(fileURLToPath(new URL('./target-process.js', import.meta.url)), [file, String(seed)]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { url: `http://127.0.0.1:${port}/`, close: () => void child.kill() };
}
