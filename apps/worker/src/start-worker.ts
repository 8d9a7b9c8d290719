import { openDatabase } from '@carillon/core/db/client';
import { deleteBatch } from '@carillon/core/db/queries/run-batches';
import { readClock } from '@carillon/core/db/queries/clock';
import { RUN_CANCELLED_CHANNEL } from '@carillon/core/db/queries/run-turns';
import { listen } from '@carillon/core/db/listen';
import type { RunQueue } from '@carillon/core/domain/run/queues';
import { callTarget } from '@carillon/core/egress/call-target';
import { createEgress } from '@carillon/core/egress/egress';
import { createCallPlaces, limitsFor, type CallLimits, type CallSlots } from '@carillon/core/engine/call-slots';
import { finishRuns, type FinishedRun } from '@carillon/core/engine/finish-runs';
import { createTurn } from '@carillon/core/engine/in-turn';
import { createLeaseKeeper } from '@carillon/core/engine/lease-keeper';
import { createOutcomeWriter } from '@carillon/core/engine/outcome-writer';
import { createRetryBell } from '@carillon/core/engine/retry-bell';
import { lookAgain, startRunBatch } from '@carillon/core/engine/start-run-batch';
import { untilAvailable } from '@carillon/core/engine/until-available';
import { consume, type Consumer } from '@carillon/core/queues/consume';
import type { QueueConfig } from '@carillon/core/queues/connection';
import { runBatchMessage } from '@carillon/core/queues/message';
import { createKeyring } from '@carillon/core/secrets/keyring';
import { WORKER_STOPPED } from '@carillon/core/domain/run/hand-over';
import { createHandOver } from '@carillon/core/engine/hand-over-runs';
import { createSupersededRuns } from '@carillon/core/engine/superseded-runs';
import { measureDependencies } from '@carillon/core/telemetry/dependencies';
import { startHealthServer } from '@carillon/core/telemetry/health-server';
import { tellUnreadable } from '@carillon/core/telemetry/unreadable-secrets';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { Tracing } from '@carillon/core/telemetry/tracing';
import type { WorkerConfig } from './config.js';
import { startDeliveries } from './deliveries.js';
import { logFinishedRun, withoutResponse } from './finished-run.js';
import { createWorkerMetrics } from './metrics.js';
import { createRunner, type RunnerDeps } from './runner.js';
import { traceRuns, type TracedRuns } from './trace-runs.js';

export interface StartedWorker {
  healthUrl: string;
  /** Begins no call any more, lets those in flight end while there is time, and hands the rest over. */
  stop: () => Promise<void>;
  /** What would be lost or repeated if the process ended now; null when nothing would. */
  unfinished: () => object | null;
}

/** As many outcomes, of up to 80 kB each, may wait for Postgres as there are places for calls, times this. */
const OUTCOMES_A_PLACE = 2;

/** Left of the grace period for handing over what has not ended by then. */
const HANDING_OVER_MS = 1_500;

/** Opens everything a worker needs and begins to consume. */
export async function startWorker(
  config: WorkerConfig,
  { logger, tracing }: { logger: Logger; tracing: Tracing | null },
): Promise<StartedWorker> {
  const onError = (error: Error) => logger.warn({ err: error }, 'trouble');
  const rules = { allowCidrs: config.EGRESS_ALLOW_CIDRS, allowHosts: config.EGRESS_ALLOW_HOSTS };
  const egress = createEgress(rules);
  if (rules.allowCidrs.length + rules.allowHosts.length > 0)
    logger.warn({ ranges: rules.allowCidrs, hosts: rules.allowHosts }, 'these private ranges and hosts may be called');
  const { DATABASE_URL: url } = config;
  const database = openDatabase({ url, max: 10, applicationName: 'carillon-worker', plansOnce: true, onError });
  const { db, pool } = database;
  const places = createCallPlaces(callLimits(config));
  const manualPlaces = createCallPlaces(limitsFor(config.WORKER_MAX_MANUAL_CALLS));
  const metrics = createWorkerMetrics({
    callsInFlight: () => places.used + manualPlaces.used,
    outcomesPending: () => outcomes.pending,
  });
  measureDependencies(metrics, { pool, parts: { postgres: () => pool.query('SELECT 1') } });
  const bell = createRetryBell(pool, onError);
  const outcomes = createOutcomeWriter<FinishedRun>({
    write: async (group) => {
      const { stale, retryInMs } = await finishRuns(pool, group);
      metrics.stale(stale);
      if (retryInMs !== undefined) bell.ring(retryInMs);
    },
    reduce: withoutResponse,
    onError,
  });
  const keyring = createKeyring(
    { current: config.ENCRYPTION_KEY, old: config.ENCRYPTION_KEYS_OLD },
    tellUnreadable(metrics, logger),
  );
  let cutShort = false;
  const superseded = createSupersededRuns();
  const cancelled = listen({
    ...{ url: config.DATABASE_URL, channel: RUN_CANCELLED_CHANNEL, onError },
    onNotify: (runId) => superseded.tell(runId),
    onConnected: () => undefined,
  });
  const stopping = new AbortController();
  const leases = createLeaseKeeper({ pg: pool, onLost: () => metrics.leaseLost(), onError });
  const deps: RunnerDeps = {
    // A message whose runs could not be started would be missed for half a minute; held, it is there when Postgres is.
    start: (message) => untilAvailable(() => startRunBatch(database, message), stopping.signal),
    lookAgain: (run) => lookAgain(database, run),
    end: (batch) => deleteBatch(pool, batch),
    leases,
    outcomes,
    maxPendingOutcomes: OUTCOMES_A_PLACE * (config.WORKER_MAX_CALLS + config.WORKER_MAX_MANUAL_CALLS),
    returned: createHandOver(pool),
    keyring,
    superseded,
    alone: createTurn(),
    call: async (target, run) => {
      const call = callTarget(egress, target);
      const over = superseded.watch(run, call);
      const result = await call.done;
      over();
      return cutShort && result.error !== null ? { ...result, error: WORKER_STOPPED } : result;
    },
    onFinished: (run, jobName) => {
      metrics.finished(run);
      if (config.LOG_RUNS) logFinishedRun(logger, run, jobName);
    },
  };
  const queue: QueueConfig = {
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
    ...(config.QUEUE_PREFIX && { prefix: config.QUEUE_PREFIX }),
  };
  const traced = tracing === null ? { deps, handle: untraced } : traceRuns(tracing, pool, deps);
  const consumers = [
    consumeRuns('runs', places.others, traced, queue, onError),
    consumeRuns('herd-runs', places.herds, traced, queue, onError),
    consumeRuns('manual-runs', manualPlaces.others, traced, queue, onError),
  ];
  const deliveries = startDeliveries({
    ...{ database, keyring, egress, queue, metrics, tracing, onError },
    places: config.WORKER_MAX_DELIVERIES,
  });
  const health = await startHealthServer({
    port: config.HEALTH_PORT,
    metrics,
    ready: async () => void (await readClock(db)),
  });
  const cutCallsShort = () => {
    cutShort = true;
    deliveries.cutShort();
    void egress.close();
  };
  const stop = async () => {
    health.drain();
    stopping.abort();
    for (const each of [places, manualPlaces]) each.close();
    const graceMs = config.SHUTDOWN_GRACE_SECONDS * 1_000;
    const limit = setTimeout(cutCallsShort, Math.max(graceMs - HANDING_OVER_MS, graceMs / 2));
    await Promise.all([...consumers, deliveries].map((consumer) => consumer.close()));
    clearTimeout(limit);
    await Promise.all([leases.close(), cancelled.close()]);
    await health.close();
    await egress.close();
    await Promise.all([database.close(), tracing?.close()]);
  };
  const unfinished = () => {
    const callsInFlight = places.used + manualPlaces.used;
    const { pending: outcomesPending } = outcomes;
    const { inFlight: deliveriesInFlight } = deliveries;
    const left = { callsInFlight, outcomesPending, deliveriesInFlight };
    return callsInFlight + outcomesPending + deliveriesInFlight === 0 ? null : left;
  };
  return { healthUrl: `http://127.0.0.1:${health.port}`, stop, unfinished };
}

function callLimits(config: WorkerConfig): CallLimits {
  const { WORKER_MAX_CALLS: all, WORKER_MAX_CALLS_PER_USER: user, WORKER_MAX_CALLS_PER_HOST: host } = config;
  const limits = limitsFor(all);
  return { ...limits, user: user ?? limits.user, host: host ?? limits.host };
}

const untraced: TracedRuns['handle'] = (_queue, handler) => handler;

function consumeRuns(
  name: RunQueue,
  slots: CallSlots,
  { deps, handle }: TracedRuns,
  config: QueueConfig,
  onError: (error: Error) => void,
): Consumer {
  return consume({
    queue: name,
    message: runBatchMessage,
    config,
    whenRoom: (signal) => slots.whenFree(signal),
    handle: handle(name, createRunner(deps, slots)),
    onError,
  });
}
