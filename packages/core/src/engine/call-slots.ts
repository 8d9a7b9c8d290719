/** A share of the calls a worker may have in flight. */
export interface Room {
  /** Gives back `count` places (default one). */
  release(count?: number): void;
}

/** The one limit on calls in flight, counted in calls, first come first served. */
export interface CallSlots {
  readonly used: number;
  /** Resolves with room for `count` calls; rejects when `signal` aborts first. */
  reserve(count: number, signal: AbortSignal): Promise<Room>;
}

interface Waiting {
  count: number;
  admit: () => void;
}

/** @param max calls in flight at most; a reservation may not be larger. */
export function createCallSlots(max: number): CallSlots {
  let used = 0;
  const queue: Waiting[] = [];
  const admitWaiting = () => {
    while (queue[0] !== undefined && used + queue[0].count <= max) {
      const next = queue.shift();
      used += next?.count ?? 0;
      next?.admit();
    }
  };
  const makeRoom = (): Room => ({
    release(count = 1) {
      used -= count;
      admitWaiting();
    },
  });
  return {
    get used() {
      return used;
    },
    reserve: (count, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new Error('stopping'));
        const waiting: Waiting = { count, admit: () => undefined };
        const onAbort = () => {
          queue.splice(queue.indexOf(waiting), 1);
          reject(new Error('stopping'));
        };
        waiting.admit = () => {
          signal.removeEventListener('abort', onAbort);
          resolve(makeRoom());
        };
        signal.addEventListener('abort', onAbort, { once: true });
        queue.push(waiting);
        admitWaiting();
      }),
  };
}
