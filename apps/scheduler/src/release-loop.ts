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

/** Lets the batches of herds into their queue as it empties. */
export function startReleaseLoop({ database, publisher, logger }: ReleaseDeps): Loop {
  return startLoop({
    work: async () => {
      const { isMore } = await releaseBacklog(database, publisher, { depth: DEPTH });
      return isMore ? EVERY_MS : SAFETY_MS;
    },
    onError: (error) => logger.error({ err: error }, 'releasing the backlog of herds failed'),
  });
}
