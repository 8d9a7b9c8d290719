/** Places for work of one kind in a process. */
export interface Room {
  readonly used: number;
  /** Takes a place; the answer gives it back. */
  enter(): () => void;
  /** Resolves when a place is free; rejects when `signal` aborts first. */
  whenFree(signal: AbortSignal): Promise<void>;
}

/** @param places how many there are. Whoever enters without asking whether one is free is counted beyond them. */
export function createRoom(places: number): Room {
  let used = 0;
  const watchers = new Set<() => void>();
  return {
    get used() {
      return used;
    },
    enter() {
      used += 1;
      return () => {
        used -= 1;
        for (const watcher of watchers) watcher();
      };
    },
    whenFree: (signal) =>
      new Promise((resolve, reject) => {
        const settle = (end: () => void) => {
          watchers.delete(look);
          signal.removeEventListener('abort', stop);
          end();
        };
        const look = () => used < places && settle(resolve);
        const stop = () => settle(() => reject(new Error('stopping')));
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop);
        watchers.add(look);
        look();
      }),
  };
}
