import { Redis, type Cluster } from 'ioredis';
import { isDoneWithin } from './is-done-within.js';
import { openCluster } from './open-cluster.js';
import { parseRedisUrl } from './redis-place.js';

/** Whether a Redis keeps what it is given. */
export type RedisFitness =
  | { kind: 'fit' }
  /** When its memory is full it throws keys away, queued work among them. */
  | { kind: 'evicts'; policy: string }
  | { kind: 'unknown'; reason: string };

const ANSWERS_WITHIN_MS = 3_000;

/**
 * Asks a Redis what it does when its memory is full; of a cluster, every node that writes go to. Never rejects; one that is
 * away or does not say is unknown.
 */
export async function checkRedis(url: string): Promise<RedisFitness> {
  const client = open(url);
  let reason = `no answer within ${ANSWERS_WITHIN_MS} ms`;
  // The question itself only fails because the connection is closed; why it is, is told here.
  client.on('error', (error: Error) => (reason = error.message));
  let policies: (string | undefined)[] = [];
  const asked = client.connect().then(async () => {
    const nodes = client instanceof Redis ? [client] : client.nodes('master');
    policies = await Promise.all(nodes.map(readPolicy));
    reason = 'it does not say';
  });
  asked.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ReplyError') reason = error.message;
  });
  await isDoneWithin(ANSWERS_WITHIN_MS, asked);
  client.disconnect();
  const evicting = policies.find((policy) => policy !== undefined && policy !== 'noeviction');
  if (evicting !== undefined) return { kind: 'evicts', policy: evicting };
  return policies.length === 0 || policies.includes(undefined) ? { kind: 'unknown', reason } : { kind: 'fit' };
}

function open(url: string): Redis | Cluster {
  const place = parseRedisUrl(url);
  const once = { lazyConnect: true, enableReadyCheck: false };
  const limits = { maxRetriesPerRequest: 0 };
  if (place?.isCluster) return openCluster(place, limits, { ...once, clusterRetryStrategy: () => null });
  return new Redis(url, { ...once, ...limits, retryStrategy: () => null });
}

async function readPolicy(node: Redis): Promise<string | undefined> {
  return /^maxmemory_policy:(\S+)/m.exec(await node.info('memory'))?.[1];
}
