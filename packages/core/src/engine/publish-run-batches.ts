import type { Db } from '../db/client.js';
import { markPublished } from '../db/queries/run-batches.js';
import type { RunBatch } from '../domain/run/batch.js';
import type { Publisher } from '../queues/publish.js';

/**
 * Puts committed batches into the queue, then notes that they are there. Dying in between publishes them twice, under
 * the same message id, which the queue keeps once; dying before leaves them to the reconciler.
 */
export async function publishRunBatches(db: Db, publisher: Publisher, batches: readonly RunBatch[]): Promise<void> {
  if (batches.length === 0) return;
  await publisher.publish(batches);
  await markPublished(
    db,
    batches.map((batch) => batch.id),
  );
}
