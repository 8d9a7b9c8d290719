import type { Database } from '../db/client.js';
import { releaseBatches } from '../db/queries/run-backlog.js';
import type { Publisher } from '../queues/publish.js';
import { publishRunBatches } from './publish-run-batches.js';

/** What one look at the backlog did. */
export interface Release {
  /** Batches put into the queue. */
  released: number;
  /** The queue was full enough, or took all it has room for: there may be more in the backlog. */
  isMore: boolean;
}

/**
 * Fills the queue of herds up to `depth` messages, once it is half empty. The rest of a herd waits in Postgres, where whose turn it is can still
 * be decided; what is in the queue goes in the order in which it came. Several schedulers may do this at once, and then
 * the queue is deeper by as many times as there are schedulers.
 */
export async function releaseBacklog(
  { db, pool }: Database,
  publisher: Publisher,
  { depth }: { depth: number },
): Promise<Release> {
  const room = depth - (await publisher.depth('herd-runs'));
  // By halves: every release is three statements and a message to the queue, however few batches it lets in.
  if (room < depth / 2) return { released: 0, isMore: true };
  const batches = await releaseBatches(pool, room);
  await publishRunBatches(db, publisher, batches);
  return { released: batches.length, isMore: batches.length === room };
}
