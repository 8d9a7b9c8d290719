import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { rollUpWorkerJobs } from '@carillon/core/engine/roll-up-worker-jobs';
import type { TendDeps } from './tend-loop.js';

/** What has ended since is read row by row in every sum: less often makes reading dearer, more often writing. */
const EVERY_MS = 2_000;

/** Adds worker jobs that have ended to the totals. */
export function startRollUpLoop({ pool, logger, tendMetrics, measureRound }: TendDeps): Loop {
  return startLoop({
    work: () =>
      measureRound('roll_up', async () => {
        const rollUp = await rollUpWorkerJobs(pool);
        tendMetrics.rolledUp(rollUp);
        return rollUp.isFull ? 0 : EVERY_MS;
      }),
    onError: (error) => logger.error({ err: error }, 'rolling up worker jobs failed'),
  });
}
