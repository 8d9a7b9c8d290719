import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { openDatabase } from '@carillon/core/db/client';
import { isRunFinal } from '@carillon/core/db/queries/manual-runs';
import { createRunWaiter } from '@carillon/core/engine/await-run';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { requestManualRun } from '@carillon/core/engine/request-manual-run';
import { openPublisher } from '@carillon/core/queues/publish';
import type { Logger } from '@carillon/core/telemetry/logger';
import { createMetrics } from '@carillon/core/telemetry/metrics';
import type { ApiConfig } from './config.js';
import type { ApiDeps, Operator } from './deps.js';

type Queue = ConstructorParameters<typeof BullMQAdapter>[0];

export interface Parts {
  deps: ApiDeps;
  close(): Promise<void>;
}

/** Opens everything the API works with. Nothing waits for Postgres or the queue: without them it answers 503. */
export function openParts(config: ApiConfig, logger: Logger, stopping: AbortSignal): Parts {
  const onError = (error: Error) => logger.warn({ err: error }, 'connection trouble');
  const { DATABASE_URL: url, REDIS_URL: redisUrl, QUOTA_TIMEZONE: quotaTimezone } = config;
  const database = openDatabase({ url, max: config.DB_POOL_MAX, applicationName: 'carillon-api', onError });
  const { db } = database;
  const prefix = config.QUEUE_PREFIX;
  const publisher = openPublisher({ redisUrl, databaseUrl: url, ...(prefix !== undefined && { prefix }) }, onError);
  const waiter = createRunWaiter({ databaseUrl: url, isFinal: (runId) => isRunFinal(db, runId), onError });
  const manual = { db, partitions: createRunPartitions(db), publisher, quotaTimezone, onPublishError: onError };
  const deps: ApiDeps = {
    db,
    queue: {
      ping: () => publisher.ping(),
      // Its declarations know only Redis queues and any data; it shows both backends.
      adapters: publisher.bullQueues.map((queue) => new BullMQAdapter(queue as unknown as Queue)),
    },
    manualRuns: { request: (input) => requestManualRun(manual, input), wait: (...args) => waiter.wait(...args) },
    logger,
    metrics: createMetrics('api'),
    quotaTimezone,
    executeWaitMs: config.EXECUTE_WAIT_MS,
    adminToken: config.ADMIN_TOKEN ?? null,
    operator: operatorOf(config),
    echo: config.ECHO_ENDPOINT,
    trustProxy: config.TRUST_PROXY,
    stopping,
  };
  const close = async () => {
    await Promise.all([waiter.close(), publisher.close()]);
    await database.close();
  };
  return { deps, close };
}

function operatorOf({ OPERATOR_USER: user, OPERATOR_PASSWORD: password }: ApiConfig): Operator | null {
  return user === undefined || password === undefined ? null : { user, password };
}
