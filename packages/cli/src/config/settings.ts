import { z } from 'zod';

const text = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value.trim() === '' ? undefined : value.trim()));

const environment = z.object({
  CARILLON_URL: text,
  CARILLON_API_KEY: text,
  CARILLON_API_KEY_FILE: text,
  CARILLON_DATA_DIR: text,
  NO_COLOR: text,
});

/** What the environment says to the command. */
export interface Settings {
  readonly url: string | undefined;
  readonly apiKey: string | undefined;
  readonly keyFile: string | undefined;
  /** Where a running `npm start` has its dev.json. */
  readonly dataDir: string;
  readonly noColor: string | undefined;
  /** All of it: files of jobs name variables that hold their secrets. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Reads the environment. An empty variable counts as not set. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = environment.parse(env);
  return {
    url: given.CARILLON_URL,
    apiKey: given.CARILLON_API_KEY,
    keyFile: given.CARILLON_API_KEY_FILE,
    dataDir: given.CARILLON_DATA_DIR ?? '.carillon',
    noColor: given.NO_COLOR,
    variables: env,
  };
}
