import { z } from 'zod';
import { databaseUrl } from '@carillon/core/config/env-fields';

/** The environment of `npm run carillon`. */
export const cliEnv = z.object({
  DATABASE_URL: databaseUrl.optional(),
  CARILLON_DATA_DIR: z.string().optional(),
  /** Plan of a user created without `--plan`. */
  DEFAULT_PLAN: z.string().default('FREE'),
});

export type CliConfig = z.infer<typeof cliEnv>;
