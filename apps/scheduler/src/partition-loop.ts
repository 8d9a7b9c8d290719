import type { Db } from '@carillon/core/db/client';
import { readClock } from '@carillon/core/db/queries/clock';
import { partitionDaysAhead } from '@carillon/core/domain/run/partition';
import type { RunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { PARTITION_DAYS_AHEAD } from '@carillon/core/engine/migrate';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { SchedulerMetrics } from './metrics.js';

export interface PartitionDeps {
  db: Db;
  partitions: RunPartitions;
  logger: Logger;
  metrics: SchedulerMetrics;
}

const HOUR_MS = 3_600_000;

/** Makes the ledger's partitions of the coming days, so that midnight finds its own ready. */
export function startPartitionLoop(deps: PartitionDeps): Loop {
  return startLoop({
    work: () =>
      deps.metrics.measureRound('partitions', async () => {
        await deps.partitions.ensure(partitionDaysAhead(await readClock(deps.db), PARTITION_DAYS_AHEAD));
        return HOUR_MS;
      }),
    onError: (error) => deps.logger.error({ err: error }, 'making ledger partitions failed'),
  });
}
