import type { Pool } from '@carillon/core/db/client';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { tendWorkerJobs } from '@carillon/core/engine/tend-worker-jobs';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { MeasureRound } from './round-metrics.js';
import type { TendMetrics } from './tend-metrics.js';

export interface TendDeps {
  pool: Pool;
  logger: Logger;
  tendMetrics: TendMetrics;
  measureRound: MeasureRound;
}

/** Offers worker jobs whose time has come, and takes back leases that ran out, as soon as they do. */
export function startTendLoop({ pool, logger, tendMetrics, measureRound }: TendDeps): Loop {
  return startLoop({
    work: () =>
      measureRound('tend', async () => {
        const round = await tendWorkerJobs(pool);
        tendMetrics.tended(round);
        if (round.givenUp > 0) logger.warn({ givenUp: round.givenUp }, 'worker jobs kept losing their lease');
        return round.sleepMs;
      }),
    onError: (error) => logger.error({ err: error }, 'tending worker jobs failed'),
  });
}
