import { z } from 'zod';
import {
  commaList,
  databaseUrl,
  defaultPlan,
  encryptionKeyText,
  quotaTimezone,
} from '@carillon/core/config/env-fields';

/** The environment of `npm run carillon`. */
export const cliEnv = z.object({
  DATABASE_URL: databaseUrl.optional(),
  CARILLON_DATA_DIR: z.string().optional(),
  /** Only the commands about secrets need the keys. */
  ENCRYPTION_KEY: encryptionKeyText.optional(),
  ENCRYPTION_KEYS_OLD: commaList.pipe(z.array(encryptionKeyText)),
  /** Plan of a user created without `--plan`. */
  DEFAULT_PLAN: defaultPlan,
  /** Where a quota's day begins: what is done here is booked on it. */
  QUOTA_TIMEZONE: quotaTimezone,
});

export type CliConfig = z.infer<typeof cliEnv>;
