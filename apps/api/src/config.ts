import { isIPv4, isIPv6 } from 'node:net';
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
import { tracingFields } from '@carillon/core/config/tracing-fields';
import { refuseWeakSecrets } from '@carillon/core/config/weak-secrets';
import { z } from 'zod';

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal'];
const MOST_PROXIES = 32;

/** An address or a range of them, but not all: whoever is believed about others must be known. */
const isProxy = (text: string) => {
  const [address = '', bits, ...more] = text.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
  return PROXY_NAMES.includes(text) || (most > 0 && isRange && more.length === 0);
};

/** How many proxies stand in front, or which: an address whose X-Forwarded-For is believed must be named. */
const trustProxy = z
  .string()
  .default('false')
  .transform((text) => {
    if (text === 'false') return false;
    return /^\d+$/.test(text) ? Number(text) : text.split(',').map((part) => part.trim());
  })
  .refine((value) => (Array.isArray(value) ? value.every(isProxy) : Number(value) <= MOST_PROXIES), {
    error: `must be false, the number of proxies in front (${MOST_PROXIES} at most), or their addresses or ranges with commas, e.g. 10.0.0.0/8,loopback`,
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
    ...tracingFields,
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
