import { z } from 'zod';
import {
  allowWeakSecrets,
  count,
  databaseUrl,
  commaList,
  logLevel,
  nodeName,
  port,
  quotaTimezone,
  redisUrl,
  shutdownGraceSeconds,
} from '@carillon/core/config/env-fields';
import { tracingFields } from '@carillon/core/config/tracing-fields';
import { refuseWeakSecrets } from '@carillon/core/config/weak-secrets';
import { FAILPOINTS } from '@carillon/core/engine/failpoints';

/** The scheduler's environment. */
export const schedulerEnv = z
  .object({
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    QUEUE_PREFIX: z.string().optional(),
    ALLOW_WEAK_SECRETS: allowWeakSecrets,
    HEALTH_PORT: port(27_556),
    LOG_LEVEL: logLevel,
    QUOTA_TIMEZONE: quotaTimezone,
    NODE_NAME: nodeName,
    /** Most cron jobs claimed in one transaction. */
    CLAIM_BATCH: count(1_000, 1, 5_000),
    /** Most claims under way at once: while Postgres works on one, the process prepares the next. */
    CLAIM_CONCURRENCY: count(2, 1, 16),
    /** Between two rounds of pruning in one scheduler. */
    PRUNE_EVERY_SECONDS: count(3_600, 1, 86_400),
    SHUTDOWN_GRACE_SECONDS: shutdownGraceSeconds,
    ...tracingFields,
    /** For tests only: where to die. */
    FAILPOINTS: commaList.pipe(z.array(z.enum(FAILPOINTS))),
  })
  .superRefine(refuseWeakSecrets);

export type SchedulerConfig = z.infer<typeof schedulerEnv>;
