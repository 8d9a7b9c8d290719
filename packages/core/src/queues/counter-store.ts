import { Redis, type Cluster } from 'ioredis';
import { openCluster } from './open-cluster.js';
import { parseRedisUrl } from './redis-place.js';

/** Where counters live that several processes share, such as requests of a minute. */
export interface CounterStore {
  /** The ioredis client, for libraries that count with one. Nothing waits for it: while Redis is away it refuses. */
  readonly client: object;
  /** Begins every key. */
  readonly prefix: string;
  close(): Promise<void>;
}

export interface CounterStoreConfig {
  redisUrl: string;
  /** Namespace of all keys, as for the queues. */
  prefix?: string | undefined;
}

/** A Redis that keeps silent for so long is let go of, and refuses until it is back: requests wait for its counts. */
const SILENT_MS = 300;
const CONNECT_MS = 1_000;
const LONGEST_PAUSE_MS = 1_000;

/** Opens the store. Does not wait for Redis, and commands fail at once while it is away. */
export function openCounterStore(config: CounterStoreConfig, onError: (error: Error) => void): CounterStore {
  const client = open(config.redisUrl);
  client.on('error', onError);
  return {
    client,
    prefix: config.prefix ?? '{carillon}',
    close: () => {
      client.disconnect();
      return Promise.resolve();
    },
  };
}

function open(url: string): Redis | Cluster {
  const limits = {
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
  };
  const place = parseRedisUrl(url);
  // A command is sent where its slot was last known to be, and once more to where it has moved.
  if (place?.isCluster) {
    return openCluster(
      place,
      { ...limits, commandTimeout: SILENT_MS },
      { enableOfflineQueue: false, maxRedirections: 1 },
    );
  }
  const retryStrategy = (attempt: number) => Math.min(attempt * 100, LONGEST_PAUSE_MS);
  return new Redis(url, { ...limits, enableOfflineQueue: false, retryStrategy });
}
