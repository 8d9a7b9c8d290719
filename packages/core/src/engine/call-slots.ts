/** The one limit on a process's calls in flight, counted in calls, first come first served. */
export interface CallSlots {
  readonly used: number;
  /** Resolves when a call may begin; `release` ends it. */
  acquire(): Promise<void>;
  release(): void;
  /** Resolves when a place is free and nobody waits for one; rejects when `signal` aborts first. */
  whenFree(signal: AbortSignal): Promise<void>;
}

/** @param max calls in flight at most. */
export function createCallSlots(max: number): CallSlots {
  let used = 0;
  const calls: (() => void)[] = [];
  const watchers = new Set<() => void>();
  const isFree = () => used < max && calls.length === 0;
  return {
    get used() {
      return used;
    },
    async acquire() {
      if (isFree()) used++;
      // The place passes from the one who releases it to the longest waiting, and stays counted.
      else await new Promise<void>((begin) => calls.push(begin));
    },
    release() {
      const next = calls.shift();
      if (next !== undefined) return next();
      used--;
      for (const watcher of watchers) watcher();
    },
    whenFree: (signal) =>
      new Promise((resolve, reject) => {
        const settle = (end: () => void) => {
          watchers.delete(look);
          signal.removeEventListener('abort', stop);
          end();
        };
        const look = () => isFree() && settle(resolve);
        const stop = () => settle(() => reject(new Error('stopping')));
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop);
        watchers.add(look);
        look();
      }),
  };
}
