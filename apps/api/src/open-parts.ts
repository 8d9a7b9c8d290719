import { fileURLToPath } from 'node:url';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { openDatabase } from '@carillon/core/db/client';
import { openProbe } from '@carillon/core/db/probe';
import { isRunFinal } from '@carillon/core/db/queries/manual-runs';
import { createEgress } from '@carillon/core/egress/egress';
import { createRunWaiter } from '@carillon/core/engine/await-run';
import { createChangeRoom } from '@carillon/core/engine/change-room';
import { createCronJobCreator } from '@carillon/core/engine/cron-job-creator';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { startApiCallMeter } from '@carillon/core/engine/meter-api-calls';
import { backfillRuns } from '@carillon/core/engine/backfill-runs';
import { requestManualRun } from '@carillon/core/engine/request-manual-run';
import { createTargetTester } from '@carillon/core/engine/target-tester';
import { openCounterStore } from '@carillon/core/queues/counter-store';
import { openPublisher } from '@carillon/core/queues/publish';
import { createKeyring } from '@carillon/core/secrets/keyring';
import type { Logger } from '@carillon/core/telemetry/logger';
import { tracePublisher } from '@carillon/core/telemetry/trace-publisher';
import type { Tracing } from '@carillon/core/telemetry/tracing';
import { measureDependencies } from '@carillon/core/telemetry/dependencies';
import { createMetrics } from '@carillon/core/telemetry/metrics';
import { tellUnreadable } from '@carillon/core/telemetry/unreadable-secrets';
import type { ApiConfig } from './config.js';
import type { ApiDeps, Operator } from './deps.js';
import { LONGEST_WAIT_MS, PROBE_LIMIT_MS } from './http/within.js';
import { openWorkerJobs } from './open-worker-jobs.js';
import { traceManualRuns } from './trace-manual-runs.js';

/** The same folder from `src` and `dist`. */
const CONSOLE_DIR = fileURLToPath(new URL('../../console/dist', import.meta.url));

type Queue = ConstructorParameters<typeof BullMQAdapter>[0];

/** How far the process is on its way to the end; see `ApiDeps`. */
export type Ending = Pick<ApiDeps, 'draining' | 'stopping'>;

export interface Parts {
  deps: ApiDeps;
  close(): Promise<void>;
}

/** Opens everything the API works with. Nothing waits for Postgres or the queue: without them it answers 503. */
export function openParts(
  config: ApiConfig,
  { logger, tracing }: { logger: Logger; tracing: Tracing | null },
  { draining, stopping }: Ending,
): Parts {
  const onError = (error: Error) => logger.warn({ err: error }, 'connection trouble');
  const { DATABASE_URL: url, REDIS_URL: redisUrl, QUOTA_TIMEZONE: quotaTimezone } = config;
  const pool = { max: config.DB_POOL_MAX, queueForMs: LONGEST_WAIT_MS, applicationName: 'carillon-api', onError };
  const database = openDatabase({ url, ...pool });
  const probe = openProbe({ url, limitMs: PROBE_LIMIT_MS, applicationName: 'carillon-api-probe' });
  const { db } = database;
  const prefix = config.QUEUE_PREFIX;
  const queue = { redisUrl, databaseUrl: url, ...(prefix !== undefined && { prefix }) };
  const publisher = tracePublisher(openPublisher(queue, onError), tracing);
  const counters = redisUrl === undefined ? null : openCounterStore({ redisUrl, prefix }, onError);
  const meter = startApiCallMeter({ db, quotaTimezone, onError });
  const waiter = createRunWaiter({ databaseUrl: url, isFinal: (runId) => isRunFinal(db, runId), onError });
  const { pool: connections } = database;
  const node = config.NODE_NAME;
  const metrics = createMetrics('api');
  const parts = { postgres: () => probe.isThere(), queue: () => publisher.ping() };
  measureDependencies(metrics, { pool: connections, parts });
  const keys = { current: config.ENCRYPTION_KEY, old: config.ENCRYPTION_KEYS_OLD };
  const keyring = createKeyring(keys, tellUnreadable(metrics, logger));
  const workerJobs = openWorkerJobs({ pool: connections, databaseUrl: url, node, stopping, metrics, onError });
  const egress = createEgress({ allowCidrs: config.EGRESS_ALLOW_CIDRS, allowHosts: config.EGRESS_ALLOW_HOSTS });
  const changes = createChangeRoom({ db, onError });
  stopping.addEventListener('abort', () => changes.drain(), { once: true });
  const partitions = createRunPartitions(db);
  const manual = { db, partitions, publisher, quotaTimezone, node, onPublishError: onError };
  const deps: ApiDeps = {
    db,
    probe,
    counters,
    meter,
    failedLoginsPerMinute: config.FAILED_LOGINS_PER_MINUTE,
    queue: {
      ping: () => publisher.ping(),
      // Its declarations know only Redis queues and any data; it shows both backends.
      adapters: publisher.bullQueues.map((queue) => new BullMQAdapter(queue as unknown as Queue)),
    },
    manualRuns: {
      request: traceManualRuns(tracing, (input) => requestManualRun(manual, input)),
      wait: (...args) => waiter.wait(...args),
    },
    backfill: (request) => backfillRuns(manual, request),
    workerJobs,
    egress,
    targetTester: createTargetTester({ db, egress, keyring, quotaTimezone, stopping }),
    changes,
    cronJobs: createCronJobCreator(db, { keyring, quotaTimezone }),
    keyring,
    logger,
    metrics,
    tracing,
    quotaTimezone,
    defaultPlan: config.DEFAULT_PLAN,
    selfServicePlans: config.SELF_SERVICE_PLANS,
    executeWaitMs: config.EXECUTE_WAIT_MS,
    adminToken: config.ADMIN_TOKEN ?? null,
    operator: operatorOf(config),
    echo: config.ECHO_ENDPOINT,
    consoleDir: CONSOLE_DIR,
    trustProxy: config.TRUST_PROXY,
    draining,
    stopping,
  };
  const close = async () => {
    // First: what it has counted is nowhere else.
    await meter.close();
    await Promise.all([changes.close(), egress.close()]);
    await Promise.all([waiter.close(), workerJobs.close(), publisher.close(), counters?.close()]);
    await Promise.all([database.close(), probe.close(), tracing?.close()]);
  };
  return { deps, close };
}

function operatorOf({ OPERATOR_USER: user, OPERATOR_PASSWORD: password }: ApiConfig): Operator | null {
  return user === undefined || password === undefined ? null : { user, password };
}
