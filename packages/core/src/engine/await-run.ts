import { listen } from '../db/listen.js';

/** Waits for runs to end, for the callers of `execute`. */
export interface RunWaiter {
  /** True once the run has ended, false when `timeoutMs` passed first. */
  wait(runId: string, timeoutMs: number): Promise<boolean>;
  close(): Promise<void>;
}

export interface RunWaiterOptions {
  databaseUrl: string;
  /** Asks Postgres; behind the notification, which may be lost. */
  isFinal: (runId: string) => Promise<boolean>;
  onError: (error: Error) => void;
}

const POLL_MS = 1_000;

/** One LISTEN connection for all waits of the process; no wait holds a connection of its own. */
export function createRunWaiter(options: RunWaiterOptions): RunWaiter {
  const waits = new Map<string, Set<() => void>>();
  const wake = (runId: string) => waits.get(runId)?.forEach((end) => end());
  const listener = listen({
    url: options.databaseUrl,
    channel: 'carillon_run_ended',
    onNotify: wake,
    onConnected: () => undefined,
    onError: options.onError,
  });
  const wait = (runId: string, timeoutMs: number) =>
    new Promise<boolean>((resolve) => {
      const end = (ended: boolean) => {
        clearTimeout(limit);
        clearInterval(poll);
        const others = waits.get(runId);
        others?.delete(woken);
        if (others?.size === 0) waits.delete(runId);
        resolve(ended);
      };
      const woken = () => end(true);
      const ask = () => {
        options.isFinal(runId).then((final) => final && end(true), options.onError);
      };
      const limit = setTimeout(() => end(false), timeoutMs);
      const poll = setInterval(ask, POLL_MS);
      waits.set(runId, (waits.get(runId) ?? new Set()).add(woken));
      // The run may have ended before anybody listened for it.
      ask();
    });
  return { wait, close: () => listener.close() };
}
