import type { Database } from '../db/client.js';
import { newId } from '../db/ids.js';
import { cancelOrphanedRuns, startRuns, type StartedRun } from '../db/queries/start-runs.js';
import { createGrouper, type Grouper } from './grouper.js';

/** Messages whose runs are taken in one statement. */
const MESSAGES_A_GROUP = 8;

/**
 * Takes the runs of messages; each message is answered with the runs it may call. Messages that come while a statement
 * is under way share the next one, under one lease.
 */
export function createRunStarter(database: Database): Grouper<readonly string[], StartedRun[]> {
  return createGrouper<readonly string[], StartedRun[]>({
    maxItems: MESSAGES_A_GROUP,
    maxWaitMs: 0,
    maxConcurrent: 2,
    carryOut: async (messages) => {
      const started = await startRunBatch(database, messages.flat());
      return messages.map((ids) => {
        const own = new Set(ids);
        return started.filter((run) => own.has(run.runId));
      });
    },
  });
}

/**
 * Takes runs under one lease. Those that do not come back are somebody else's, have ended, or belong to a cron job that
 * was paused or deleted; the last kind is ended here with its reason.
 */
export async function startRunBatch({ db, pool }: Database, runIds: readonly string[]): Promise<StartedRun[]> {
  const started = await startRuns(pool, runIds, newId());
  if (started.length === runIds.length) return started;
  const taken = new Set(started.map((run) => run.runId));
  await cancelOrphanedRuns(
    db,
    runIds.filter((id) => !taken.has(id)),
  );
  return started;
}
