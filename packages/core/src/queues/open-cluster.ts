import { Cluster, type ClusterOptions, type RedisOptions } from 'ioredis';
import type { RedisPlace } from './redis-place.js';

/** A node that came back, or a slot that moved, is noticed by then even where nothing is sent there. */
const REFRESH_EVERY_MS = 10_000;

type Limit =
  'autoResendUnfulfilledCommands' | 'commandTimeout' | 'connectTimeout' | 'maxRetriesPerRequest' | 'socketTimeout';
type NodeOptions = Pick<RedisOptions, Limit>;

/**
 * Opens a client of a Redis Cluster.
 * @param node options of the connection to each node.
 */
export function openCluster({ urls }: RedisPlace, node: NodeOptions, options: ClusterOptions = {}): Cluster {
  const { username, password, protocol } = new URL(urls[0]);
  const isEncrypted = protocol === 'rediss:';
  return new Cluster([...urls], {
    clusterRetryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
    slotsRefreshInterval: REFRESH_EVERY_MS,
    // By name: that is what certificates are made out for.
    ...(isEncrypted && { dnsLookup: (address, found) => found(null, address) }),
    ...options,
    redisOptions: {
      ...(username !== '' && { username: decodeURIComponent(username) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
      ...(isEncrypted && { tls: {} }),
      ...node,
    },
  });
}
