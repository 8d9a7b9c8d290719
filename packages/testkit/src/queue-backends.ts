import { redisUrl } from './redis-url.js';

export interface QueueBackend {
  readonly name: 'redis' | 'postgres';
  /** What REDIS_URL would hold: null selects BullMQ's PostgreSQL backend. */
  readonly redisUrl: string | null;
}

/** Both queue backends, for `describe.each(queueBackends)`. Importing it starts the servers. */
export const queueBackends: readonly QueueBackend[] = [
  { name: 'redis', redisUrl: await redisUrl() },
  { name: 'postgres', redisUrl: null },
];
