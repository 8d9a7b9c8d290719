/** A loop that works, sleeps as long as its work says, and can be woken. */
export interface Loop {
  /** Ends the current sleep; when it is working, the next sleep does not begin. */
  wake(): void;
  /** Ends after the round in progress. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  /** One round; resolves to the milliseconds until the next. */
  work: () => Promise<number>;
  onError: (error: Error) => void;
}

/** After a round that failed: long enough not to hammer a server that is down, short enough to be there when it is back. */
const PAUSE_AFTER_ERROR_MS = 500;

/** The one skeleton of all background loops. A failed round is reported and followed by the next. */
export function startLoop(options: LoopOptions): Loop {
  let stopped = false;
  let woken = false;
  let endSleep = () => {};
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const round = async () => {
    woken = false;
    const ms = await options.work().catch((error: unknown) => {
      options.onError(error instanceof Error ? error : new Error(String(error)));
      return PAUSE_AFTER_ERROR_MS;
    });
    // A round may always have more to do: letting go of the event loop keeps timers and sockets served.
    if (!woken && !stopped) await sleep(ms);
  };
  const finished = (async () => {
    while (!stopped) await round();
  })();
  return {
    wake() {
      woken = true;
      endSleep();
    },
    async stop() {
      stopped = true;
      endSleep();
      await finished;
    },
  };
}
