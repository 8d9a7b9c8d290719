import { z } from 'zod';
import {
  commaList,
  databaseUrl,
  encryptionKeyText,
  logLevel,
  port,
  quotaTimezone,
  redisUrl,
} from '@carillon/core/config/env-fields';

/** The environment of `npm start`. Everything has a default. */
export const standaloneEnv = z.object({
  /** Where people and programs find the api; 0 picks a free port. */
  PORT: port(27_555),
  HOST: z.string().default('127.0.0.1'),
  /** Default: `.carillon` in the repository. */
  CARILLON_DATA_DIR: z.string().optional(),
  /** A PostgreSQL of the operator's own; absent, the embedded one is started. */
  DATABASE_URL: databaseUrl.optional(),
  REDIS_URL: redisUrl,
  LOG_LEVEL: logLevel,
  /** Where a quota's day begins: the demo key is booked on it. */
  QUOTA_TIMEZONE: quotaTimezone,
  /** Allowed beside the loopback addresses that the demo needs. */
  EGRESS_ALLOW_CIDRS: commaList,
  /** The password, the token and the key are made up at the first start and kept in the data directory, unless given. */
  OPERATOR_USER: z.string().default('operator'),
  OPERATOR_PASSWORD: z.string().min(8, 'must have 8 characters or more').optional(),
  ADMIN_TOKEN: z.string().min(32, 'must have 32 characters or more').optional(),
  ENCRYPTION_KEY: encryptionKeyText.optional(),
  ENCRYPTION_KEYS_OLD: commaList.pipe(z.array(encryptionKeyText)),
});

export type StandaloneConfig = z.infer<typeof standaloneEnv>;
