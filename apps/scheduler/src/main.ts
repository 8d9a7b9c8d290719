import { ConfigError, parseEnv } from '@carillon/core/config/parse-env';
import { tracingConfig } from '@carillon/core/config/tracing-fields';
import { openDatabase } from '@carillon/core/db/client';
import { listen } from '@carillon/core/db/listen';
import { WEBHOOK_CHANNEL } from '@carillon/core/db/queries/webhook-channel';
import { UNPUBLISHED_CHANNEL } from '@carillon/core/db/queries/hand-over-runs';
import { TURNS_CHANNEL } from '@carillon/core/db/queries/run-turns';
import { readClock } from '@carillon/core/db/queries/clock';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { requireFitRedis } from '@carillon/core/engine/require-fit-redis';
import { runUntilSignalled } from '@carillon/core/engine/run-process';
import { openPublisher } from '@carillon/core/queues/publish';
import { startHealthServer } from '@carillon/core/telemetry/health-server';
import { openTelemetry } from '@carillon/core/telemetry/open-telemetry';
import { tracePublisher } from '@carillon/core/telemetry/trace-publisher';
import { startClaimLoop } from './claim-loop.js';
import { schedulerEnv, type SchedulerConfig } from './config.js';
import { createSchedulerMetrics } from './metrics.js';
import { startDispatchLoop } from './dispatch-loop.js';
import { startPartitionLoop } from './partition-loop.js';
import { startPruneLoop } from './prune-loop.js';
import { startReconcileLoop } from './reconcile-loop.js';
import { startReleaseLoop } from './release-loop.js';
import { startRollUpLoop } from './roll-up-loop.js';
import { startTendLoop } from './tend-loop.js';
import { startTurnLoop } from './turn-loop.js';
import { createTendMetrics } from './tend-metrics.js';

async function start(config: SchedulerConfig): Promise<void> {
  const telemetry = { name: 'scheduler', level: config.LOG_LEVEL, tracing: tracingConfig(config, 'scheduler') };
  const { logger, tracing } = await openTelemetry(telemetry);
  await requireFitRedis(config.REDIS_URL, logger);
  const onError = (error: Error) => logger.warn({ err: error }, 'connection trouble');
  const database = openDatabase({
    url: config.DATABASE_URL,
    max: config.CLAIM_CONCURRENCY + 8,
    applicationName: 'carillon-scheduler',
    onError,
  });
  const { db, pool } = database;
  const queue = {
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
    ...(config.QUEUE_PREFIX && { prefix: config.QUEUE_PREFIX }),
  };
  const publisher = tracePublisher(openPublisher(queue, onError), tracing);
  const partitions = createRunPartitions(db);
  const metrics = createSchedulerMetrics(publisher, database);
  const releasing = startReleaseLoop({ database, publisher, logger });
  const deps = { database, db, partitions, publisher, config, logger, metrics, tracing, releasing };
  const claiming = startClaimLoop(deps);
  const reconciling = startReconcileLoop(deps);
  const admitting = startTurnLoop(deps);
  const dispatching = startDispatchLoop({ pool, publisher, logger, metrics });
  const { measureRound } = metrics;
  const ofWorkerJobs = { pool, logger, measureRound, tendMetrics: createTendMetrics(metrics, pool) };
  const loops = [
    ...[claiming, releasing, reconciling, admitting, startPartitionLoop(deps), startPruneLoop(deps)],
    ...[dispatching, startTendLoop(ofWorkerJobs), startRollUpLoop(ofWorkerJobs)],
  ];
  const { DATABASE_URL: url } = config;
  const onDue = (dueAt: string) => claiming.wakeBy(new Date(dueAt));
  // An instant is told of what is not to be published before it.
  const onUnpublished = (dueAt: string) => (dueAt === '' ? reconciling.wake() : reconciling.wakeBy(new Date(dueAt)));
  const publish = () => reconciling.wake();
  const admit = () => admitting.wake();
  const dispatch = () => dispatching.wake();
  const listeners = [
    listen({ url, channel: 'carillon_due', onNotify: onDue, onConnected: () => claiming.wake(), onError }),
    listen({ url, channel: UNPUBLISHED_CHANNEL, onNotify: onUnpublished, onConnected: publish, onError }),
    listen({ url, channel: WEBHOOK_CHANNEL, onNotify: dispatch, onConnected: dispatch, onError }),
    listen({ url, channel: TURNS_CHANNEL, onNotify: admit, onConnected: admit, onError }),
  ];
  const ready = async () => {
    await readClock(db);
    await publisher.ping();
  };
  const health = await startHealthServer({ port: config.HEALTH_PORT, metrics, ready });
  const stop = async () => {
    health.drain();
    await Promise.all(listeners.map((listener) => listener.close()));
    await Promise.all(loops.map((loop) => loop.stop()));
    await publisher.close();
    await health.close();
    await Promise.all([database.close(), tracing?.close()]);
  };
  runUntilSignalled({
    logger,
    url: `http://127.0.0.1:${health.port}`,
    stop,
    graceSeconds: config.SHUTDOWN_GRACE_SECONDS,
  });
}

try {
  await start(parseEnv(schedulerEnv, process.env));
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof Error && 'syscall' in error)) throw error;
  process.stderr.write(`carillon scheduler cannot start. ${error.message}\n`);
  process.exit(1);
}
