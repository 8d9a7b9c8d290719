import type { Database } from '@carillon/core/db/client';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { releaseBacklog } from '@carillon/core/engine/release-backlog';
import type { Publisher } from '@carillon/core/queues/publish';
import type { Logger } from '@carillon/core/telemetry/logger';

export interface ReleaseDeps {
  database: Database;
  publisher: Publisher;
  logger: Logger;
}

/**
 * Messages of herds in the queue. A fast worker takes some sixty a second, so that between two looks it never runs dry;
 * what is in the queue no longer gives way to anybody, so that more would only make other herds wait.
 */
const DEPTH = 16;

/** Between two looks while there is a backlog; and otherwise, behind the claim that tells of one. */
const EVERY_MS = 25;
const SAFETY_MS = 1_000;

/** A queue that was not refilled for so long is not being emptied. */
const STALE_MS = 1_000;

export interface ReleaseLoop extends Loop {
  /** Workers are taking what it lets in: it was more than the queue holds. */
  readonly isTaken: boolean;
}

/** Lets the batches of herds into their queue as it empties. */
export function startReleaseLoop({ database, publisher, logger }: ReleaseDeps): ReleaseLoop {
  let letIn = 0;
  let lastAt = -Infinity;
  const isStale = () => performance.now() - lastAt > STALE_MS;
  const loop = startLoop({
    work: async () => {
      const { released, isMore } = await releaseBacklog(database, publisher, { depth: DEPTH });
      if (released > 0) {
        letIn = isStale() ? released : letIn + released;
        lastAt = performance.now();
      }
      return isMore ? EVERY_MS : SAFETY_MS;
    },
    onError: (error) => logger.error({ err: error }, 'releasing the backlog of herds failed'),
  });
  return {
    ...loop,
    get isTaken() {
      return letIn > DEPTH && !isStale();
    },
  };
}
