import { createRedisBackend, withBackend, type IQueueBackend, type Queue, type Worker } from 'bullmq';
import type { Cluster } from 'ioredis';
import type { QueueName } from '../domain/run/queues.js';
import { openCluster } from './open-cluster.js';
import { createPatientBackend } from './postgres-backend.js';
import { parseRedisUrl } from './redis-place.js';

export type MessageQueue<Message> = Queue<Message, void, string, Message, void, string, IQueueBackend>;
export type MessageWorker = Worker<unknown, void, string, IQueueBackend>;

/** Where the queue lives: Redis when `redisUrl` is set, else the same Postgres as the truth. */
export interface QueueConfig {
  redisUrl?: string | undefined;
  databaseUrl: string;
  /** Namespace of all keys; Redis only. The braces put every key in one Redis Cluster slot. */
  prefix?: string;
}

/** A message is done with when its runs are durable; nothing of it is worth keeping but a few for the dashboard. */
const KEEP_COMPLETED = { count: 50 };
const KEEP_FAILED = { count: 200, age: 86_400 };

/** A worker that died is noticed after at most `lockDuration + stalledInterval`; see docs/architecture.md. */
const LOCK_DURATION_MS = 10_000;
const STALLED_INTERVAL_MS = 5_000;

/** The longest a fetch blocks on an empty queue, and so the longest that stopping waits for one. */
const LONGEST_WAIT_SECONDS = 1;

/** A connection on which an answer is overdue for so long is given up: whoever cut it may not have told us. */
const SILENT_MS = 5_000;

/** Reconnects fast: the default back-off reaches 20 s, long after the server is back. */
const retryStrategy = (attempt: number) => Math.min(attempt * 100, 2_000);

/** Makes a producer. It fails at once while the queue is away: what could not be published stays in the outbox. */
export function makeQueue<Message>(name: QueueName, config: QueueConfig): MessageQueue<Message> {
  const options = {
    prefix: prefixOf(config),
    defaultJobOptions: { attempts: 1, removeOnComplete: KEEP_COMPLETED, removeOnFail: KEEP_FAILED },
  };
  if (config.redisUrl !== undefined) {
    const { Queue } = withBackend(createRedisBackend);
    const limits = { maxRetriesPerRequest: 1, commandTimeout: SILENT_MS, socketTimeout: SILENT_MS };
    const place = parseRedisUrl(config.redisUrl);
    if (place?.isCluster) {
      const cluster = openCluster(place, limits, { enableOfflineQueue: false });
      return owning(cluster, new Queue(name, { ...options, connection: cluster }) as MessageQueue<Message>);
    }
    const connection = { url: config.redisUrl, enableOfflineQueue: false, ...limits, retryStrategy };
    return new Queue(name, { ...options, connection }) as MessageQueue<Message>;
  }
  const { Queue } = withBackend(createPatientBackend);
  return new Queue(name, { ...options, connection: postgresConnection(config, 2) }) as unknown as MessageQueue<Message>;
}

/**
 * Makes a consumer without a processor: messages are fetched by hand (see `consume`), because how many a process may
 * hold depends on the calls in flight, not on a number of messages.
 */
export function makeWorker(name: QueueName, config: QueueConfig): MessageWorker {
  const options = {
    prefix: prefixOf(config),
    lockDuration: LOCK_DURATION_MS,
    stalledInterval: STALLED_INTERVAL_MS,
    drainDelay: LONGEST_WAIT_SECONDS,
    // The verdict on a run is Postgres's; a message that keeps stalling is only in the way after this many.
    maxStalledCount: 10,
    removeOnComplete: KEEP_COMPLETED,
    removeOnFail: KEEP_FAILED,
  };
  if (config.redisUrl !== undefined) {
    const { Worker } = withBackend(createRedisBackend);
    const limits = { maxRetriesPerRequest: null, socketTimeout: SILENT_MS };
    const place = parseRedisUrl(config.redisUrl);
    if (place?.isCluster) {
      const cluster = openCluster(place, limits);
      return owning(cluster, new Worker(name, undefined, { ...options, connection: cluster }));
    }
    const connection = { url: config.redisUrl, ...limits, retryStrategy };
    return new Worker(name, undefined, { ...options, connection });
  }
  const { Worker } = withBackend(createPatientBackend);
  return new Worker(name, undefined, {
    ...options,
    connection: postgresConnection(config, 3),
  }) as unknown as MessageWorker;
}

export const lockDurationMs = LOCK_DURATION_MS;

/** BullMQ leaves a client open that it was given; this one ends with what it was made for. */
function owning<T extends MessageWorker | { close(): Promise<void> }>(cluster: Cluster, owner: T): T {
  const close = owner.close.bind(owner);
  owner.close = (force?: boolean) => close(force).finally(() => cluster.disconnect());
  return owner;
}

function prefixOf(config: QueueConfig): string {
  return config.prefix ?? '{carillon}';
}

/** What a crash of the server takes from the queue the reconciler puts back, so no commit here waits for the disk. */
const UNHURRIED = '-c synchronous_commit=off';

function postgresConnection({ databaseUrl: connectionString }: QueueConfig, max: number) {
  return { connectionString, max, keepAlive: true, connectionTimeoutMillis: 2_000, options: UNHURRIED };
}
