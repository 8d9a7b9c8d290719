import { ConfigError } from '../config/parse-env.js';
import type { Logger } from '../telemetry/logger.js';
import { checkRedis } from '../queues/check-redis.js';

/**
 * Refuses to work with a Redis that throws queued work away; one that does not tell is only warned of.
 * @throws ConfigError
 */
export async function requireFitRedis(url: string | undefined, logger: Logger): Promise<void> {
  if (url === undefined) return;
  const fitness = await checkRedis(url);
  if (fitness.kind === 'evicts') {
    throw new ConfigError(
      `REDIS_URL: this Redis throws keys away when its memory is full (maxmemory-policy ${fitness.policy}), and queued work with them: set maxmemory-policy to noeviction.`,
    );
  }
  if (fitness.kind === 'unknown') {
    logger.warn(
      { reason: fitness.reason },
      'whether Redis keeps queued work could not be found out: its maxmemory-policy must be noeviction',
    );
  }
}
