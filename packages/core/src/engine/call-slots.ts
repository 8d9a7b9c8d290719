/** The one limit on a process's calls in flight, counted in calls, first come first served. */
export interface CallSlots {
  readonly used: number;
  /** True when a call may begin, which `release` ends; false when none may begin any more. */
  acquire(): Promise<boolean>;
  release(): void;
  /** Announces a batch whose calls will ask for places soon; the answer says that they have. */
  expect(): () => void;
  /** Resolves when a place is free, nobody waits for one and few batches are expected; rejects when `signal` aborts first. */
  whenFree(signal: AbortSignal): Promise<void>;
  /** From here on no call begins: those that wait are told so. */
  close(): void;
}

/** One batch is being started while the next is fetched; a third would only be taken from workers with more room. */
const MAX_EXPECTED = 2;

/** @param max calls in flight at most. */
export function createCallSlots(max: number): CallSlots {
  let used = 0;
  let expected = 0;
  let closed = false;
  const calls: ((mayBegin: boolean) => void)[] = [];
  const watchers = new Set<() => void>();
  const isFree = () => used < max && calls.length === 0;
  const tellWatchers = () => {
    for (const watcher of watchers) watcher();
  };
  return {
    get used() {
      return used;
    },
    async acquire() {
      if (closed) return false;
      // The place passes from the one who releases it to the longest waiting, and stays counted.
      if (!isFree()) return new Promise<boolean>((tell) => calls.push(tell));
      used++;
      return true;
    },
    release() {
      const next = calls.shift();
      if (next !== undefined) return next(true);
      used--;
      tellWatchers();
    },
    expect() {
      expected++;
      return () => {
        expected--;
        tellWatchers();
      };
    },
    whenFree: (signal) =>
      new Promise((resolve, reject) => {
        const settle = (end: () => void) => {
          watchers.delete(look);
          signal.removeEventListener('abort', stop);
          end();
        };
        const look = () => isFree() && expected < MAX_EXPECTED && settle(resolve);
        const stop = () => settle(() => reject(new Error('stopping')));
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop);
        watchers.add(look);
        look();
      }),
    close() {
      closed = true;
      for (const tell of calls.splice(0)) tell(false);
    },
  };
}
