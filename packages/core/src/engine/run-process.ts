import type { Logger } from '../telemetry/logger.js';

export interface ProcessOptions {
  logger: Logger;
  /** Told to the parent process once the process can work, when there is one that listens. */
  url?: string;
  /** Ends the work in an orderly way. */
  stop: () => Promise<void>;
  graceSeconds: number;
  /** What is still in hand, for the log of a process whose time is up; null when nothing is. */
  unfinished?: () => object | null;
}

/** Announces readiness and ends the process on SIGTERM, SIGINT, or when the parent that started it is gone. */
export function runUntilSignalled({ logger, url, stop, graceSeconds, unfinished }: ProcessOptions): void {
  let stopping = false;
  const end = (why: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ why }, 'stopping');
    // What is still in flight then is taken over by others when its lease runs out.
    const limit = setTimeout(() => {
      const left = unfinished?.() ?? null;
      if (left !== null) logger.error(left, 'the time to stop is up; this could not be finished');
      process.exit(0);
    }, graceSeconds * 1_000);
    stop().then(
      () => {
        clearTimeout(limit);
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  process.on('disconnect', () => end('the parent process is gone'));
  process.send?.({ type: 'ready', ...(url !== undefined && { url }) });
  logger.info(url === undefined ? {} : { url }, 'ready');
}
