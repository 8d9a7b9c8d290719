import { newId } from '../db/ids.js';
import type { NewRun, NewRunBatch } from '../db/queries/claim-due.js';
import { cutBatches } from '../domain/run/cut-batches.js';

/** Cuts the runs that are to be called now into batches and tells each run its own. */
export function assignBatches(runs: readonly NewRun[]): NewRunBatch[] {
  const queued = runs.filter((run) => run.state === 'queued' && !run.makesWorkerJob && run.turn !== 'waits');
  return cutBatches(queued.map((run) => run.userId)).map(({ queue, userId, places }) => {
    const id = newId();
    const members = places.flatMap((place) => queued[place] ?? []);
    for (const run of members) run.batchId = id;
    return { id, queue, userId, runIds: members.map((run) => run.id), publication: 1 };
  });
}

/** What is to be published at once: all but the batches of herds, which wait for room in their queue. */
export function withoutHerds(batches: readonly NewRunBatch[]): NewRunBatch[] {
  return batches.filter((batch) => batch.queue !== 'herd-runs');
}
