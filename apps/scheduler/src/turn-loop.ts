import type { Database } from '@carillon/core/db/client';
import { removeStrayTurns } from '@carillon/core/db/queries/run-turns';
import { admitWaitingRuns } from '@carillon/core/engine/admit-waiting-runs';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { publishRunBatches } from '@carillon/core/engine/publish-run-batches';
import type { Publisher } from '@carillon/core/queues/publish';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { SchedulerConfig } from './config.js';

export interface TurnDeps {
  database: Database;
  publisher: Publisher;
  config: SchedulerConfig;
  logger: Logger;
}

const CRON_JOBS_A_ROUND = 100;

/** The safety net under NOTIFY; jittered so that replicas do not march in step. */
const EVERY_MS = 1_500;

/** After a round that found a turn to give and did not give it: somebody else holds its cron job, for milliseconds. */
const AGAIN_MS = 50;

/** Turns without a run come from hands in the database alone. */
const STRAY_EVERY_MS = 60_000;

/** Gives turns that have ended to the runs that wait for them. */
export function startTurnLoop({ database: { db }, publisher, config, logger }: TurnDeps): Loop {
  let strayAt = performance.now();
  return startLoop({
    work: async () => {
      if (performance.now() > strayAt) {
        strayAt = performance.now() + STRAY_EVERY_MS;
        const removed = await removeStrayTurns(db);
        if (removed > 0) logger.warn({ removed }, 'turns without a run removed');
      }
      const round = await admitWaitingRuns({ db, node: config.NODE_NAME, limit: CRON_JOBS_A_ROUND });
      await publishRunBatches(db, publisher, round.batches);
      if (round.admitted + round.cancelled > 0) return 0;
      return round.cronJobs > 0 ? AGAIN_MS : EVERY_MS * (0.75 + Math.random() / 2);
    },
    onError: (error) => logger.error({ err: error }, 'giving turns failed'),
  });
}
