import { z } from 'zod';
import {
  allowedCidrs,
  count,
  databaseUrl,
  flag,
  logLevel,
  port,
  redisUrl,
  shutdownGraceSeconds,
} from '@carillon/core/config/env-fields';

/** The worker's environment. */
export const workerEnv = z.object({
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  QUEUE_PREFIX: z.string().optional(),
  HEALTH_PORT: port(27_557),
  LOG_LEVEL: logLevel,
  /** Scheduled calls in flight at most. */
  WORKER_MAX_CALLS: count(256, 1, 10_000),
  /** Manual calls in flight at most, beside the scheduled ones. */
  WORKER_MAX_MANUAL_CALLS: count(32, 1, 1_000),
  EGRESS_ALLOW_CIDRS: allowedCidrs,
  /** One log line for each finished run. */
  LOG_RUNS: flag,
  SHUTDOWN_GRACE_SECONDS: shutdownGraceSeconds,
});

export type WorkerConfig = z.infer<typeof workerEnv>;
