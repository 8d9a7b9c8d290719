import {
  allowedCidrs,
  allowedHosts,
  allowWeakSecrets,
  count,
  databaseUrl,
  defaultPlan,
  encryptionKey,
  flag,
  logLevel,
  nodeName,
  oldEncryptionKeys,
  port,
  quotaTimezone,
  redisUrl,
  shutdownGraceSeconds,
  tlsVerification,
} from '@carillon/core/config/env-fields';
import { refuseWeakSecrets } from '@carillon/core/config/weak-secrets';
import { z } from 'zod';

/** How many proxies stand in front, or which: an address whose X-Forwarded-For is believed must be named. */
const trustProxy = z
  .string()
  .default('false')
  .transform((text) => {
    if (text === 'false') return false;
    return /^\d+$/.test(text) ? Number(text) : text.split(',').map((part) => part.trim());
  });

/** What the API reads from its environment. */
export const apiConfig = z
  .object({
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    QUEUE_PREFIX: z.string().optional(),
    PORT: port(27_555),
    HOST: z.string().default('0.0.0.0'),
    LOG_LEVEL: logLevel,
    /** Two at least: making a ledger partition takes a connection beside the transaction that needs it. */
    DB_POOL_MAX: count(10, 2, 1_000),
    ADMIN_TOKEN: z.string().min(32, 'must have at least 32 characters').optional(),
    FAILED_LOGINS_PER_MINUTE: count(30, 1, 1_000_000),
    ENCRYPTION_KEY: encryptionKey,
    ENCRYPTION_KEYS_OLD: oldEncryptionKeys,
    ALLOW_WEAK_SECRETS: allowWeakSecrets,
    OPERATOR_USER: z.string().optional(),
    OPERATOR_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
    /** The same as the workers': what they could not call is refused when it is set. */
    EGRESS_ALLOW_CIDRS: allowedCidrs,
    EGRESS_ALLOW_HOSTS: allowedHosts,
    NODE_TLS_REJECT_UNAUTHORIZED: tlsVerification,
    ECHO_ENDPOINT: flag,
    EXECUTE_WAIT_MS: count(30_000, 0, 600_000),
    TRUST_PROXY: trustProxy,
    QUOTA_TIMEZONE: quotaTimezone,
    NODE_NAME: nodeName,
    DEFAULT_PLAN: defaultPlan,
    SELF_SERVICE_PLANS: flag,
    SHUTDOWN_GRACE_SECONDS: shutdownGraceSeconds,
    /** From SIGTERM on: not ready, but serving as before, so that a load balancer can notice. Part of the grace period. */
    SHUTDOWN_DELAY_SECONDS: z.coerce.number().min(0).max(600).default(0),
  })
  .refine((env) => (env.OPERATOR_USER === undefined) === (env.OPERATOR_PASSWORD === undefined), {
    path: ['OPERATOR_USER'],
    error: 'and OPERATOR_PASSWORD go together: set both to have the dashboard, or neither',
  })
  .refine((env) => env.SHUTDOWN_DELAY_SECONDS < env.SHUTDOWN_GRACE_SECONDS, {
    path: ['SHUTDOWN_DELAY_SECONDS'],
    error: 'must be below SHUTDOWN_GRACE_SECONDS, which it is a part of',
  })
  .superRefine(refuseWeakSecrets);

export type ApiConfig = z.output<typeof apiConfig>;
