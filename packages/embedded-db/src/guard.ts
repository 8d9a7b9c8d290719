import { spawn } from 'node:child_process';
import type { Account } from './reachability.js';

/** A watcher that ends a server when we die without having stopped it. */
export interface Guard {
  /** Ends the watch; call it when the server is down. */
  release(): void;
}

// `read` returns at end of file, and our end of the pipe closes however we die, SIGKILL included.
const WATCH = 'read -r line; [ "$line" = released ] || kill -s "$1" "$2"';

/** Sends `signal` to `pid` when this process dies before `release()`. A shell of about 1 MB does it; Windows has none. */
export function guardProcess(pid: number, signal: 'INT' | 'TERM', account: Account | null = null): Guard {
  if (process.platform === 'win32') return { release: () => undefined };
  const watcher = spawn('/bin/sh', ['-c', WATCH, 'carillon-guard', signal, String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
  });
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  // The type hides that a spawned pipe is a socket, which alone can be unref'd.
  (watcher.stdin as unknown as { unref(): void }).unref();
  return { release: () => void watcher.stdin.end('released\n') };
}
