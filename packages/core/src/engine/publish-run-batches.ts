import type { Db } from '../db/client.js';
import { deleteRunBatches } from '../db/queries/run-batches.js';
import type { Publisher, RunBatch } from '../queues/publish.js';

/**
 * Puts committed batches into the queue, then takes them out of the outbox. Dying in between publishes them twice,
 * which the run's own state makes harmless; dying before leaves them to the reconciler.
 */
export async function publishRunBatches(db: Db, publisher: Publisher, batches: readonly RunBatch[]): Promise<void> {
  if (batches.length === 0) return;
  await publisher.publish(batches);
  await deleteRunBatches(
    db,
    batches.map((batch) => batch.id),
  );
}
