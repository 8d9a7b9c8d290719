/** Where a Redis is: one server, or some nodes of a cluster, which name the others. */
export interface RedisPlace {
  isCluster: boolean;
  /** One `redis://` or `rediss://` URL a node; all have the same credentials. */
  urls: [string, ...string[]];
}

const SINGLE = /^rediss?:\/\//;
const CLUSTER = /^(rediss?)\+cluster:\/\/((?:[^@/]*@)?)([^/@]+)\/?$/;

/**
 * Reads a REDIS_URL: `redis://host:port/0`, or `redis+cluster://user:password@host:port,host:port` for a cluster, which has
 * one database only. `rediss` is with TLS. Null when it is neither.
 */
export function parseRedisUrl(text: string): RedisPlace | null {
  if (SINGLE.test(text)) return { isCluster: false, urls: [text] };
  const [, scheme, credentials = '', hosts] = CLUSTER.exec(text) ?? [];
  if (scheme === undefined || hosts === undefined) return null;
  const [first, ...others] = hosts.split(',').map((host) => `${scheme}://${credentials}${host.trim()}`);
  if (first === undefined || ![first, ...others].every(isNode)) return null;
  return { isCluster: true, urls: [first, ...others] };
}

const isNode = (url: string) => URL.canParse(url) && new URL(url).hostname !== '';
