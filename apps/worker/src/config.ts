import { z } from 'zod';
import {
  allowedCidrs,
  allowedHosts,
  allowWeakSecrets,
  count,
  databaseUrl,
  encryptionKey,
  flag,
  logLevel,
  oldEncryptionKeys,
  optionalCount,
  port,
  redisUrl,
  shutdownGraceSeconds,
  tlsVerification,
} from '@carillon/core/config/env-fields';
import { tracingFields } from '@carillon/core/config/tracing-fields';
import { refuseWeakSecrets } from '@carillon/core/config/weak-secrets';

/** The worker's environment. */
export const workerEnv = z
  .object({
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    QUEUE_PREFIX: z.string().optional(),
    ENCRYPTION_KEY: encryptionKey,
    ENCRYPTION_KEYS_OLD: oldEncryptionKeys,
    ALLOW_WEAK_SECRETS: allowWeakSecrets,
    HEALTH_PORT: port(27_557),
    LOG_LEVEL: logLevel,
    /** Scheduled calls in flight at most. */
    WORKER_MAX_CALLS: count(256, 1, 10_000),
    /** Of these, calls of one user, and to one host; 90 % and 75 % unless said. */
    WORKER_MAX_CALLS_PER_USER: optionalCount(1, 10_000),
    WORKER_MAX_CALLS_PER_HOST: optionalCount(1, 10_000),
    /** Manual calls in flight at most, beside the scheduled ones. */
    WORKER_MAX_MANUAL_CALLS: count(32, 1, 1_000),
    /** Deliveries of webhooks in flight at most, beside all calls. */
    WORKER_MAX_DELIVERIES: count(32, 1, 1_000),
    EGRESS_ALLOW_CIDRS: allowedCidrs,
    EGRESS_ALLOW_HOSTS: allowedHosts,
    NODE_TLS_REJECT_UNAUTHORIZED: tlsVerification,
    /** One log line for each finished run. */
    LOG_RUNS: flag,
    SHUTDOWN_GRACE_SECONDS: shutdownGraceSeconds,
    ...tracingFields,
  })
  .superRefine(refuseWeakSecrets);

export type WorkerConfig = z.infer<typeof workerEnv>;
