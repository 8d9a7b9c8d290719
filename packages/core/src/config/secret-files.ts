import { readFileSync } from 'node:fs';

/** Secrets, which a file may hold whose path stands in `<NAME>_FILE`: other users of a machine can list an environment. */
export const SECRET_VARIABLES = [
  'DATABASE_URL',
  'REDIS_URL',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEYS_OLD',
  'ADMIN_TOKEN',
  'OPERATOR_PASSWORD',
] as const;

export type SecretVariable = (typeof SECRET_VARIABLES)[number];

/** The variable that names the file of a secret. */
export const fileVariable = <V extends SecretVariable>(name: V): `${V}_FILE` => `${name}_FILE`;

export interface FileFault {
  variable: string;
  /** The secret that is missing for it. */
  of: SecretVariable;
  message: string;
}

/**
 * Puts the content of secrets' files in the place of the variables that name them, without the line break at its end.
 * @param isWanted whether the process reads a secret; the files of others are none of its business.
 */
export function readSecretFiles(
  env: Readonly<Record<string, string>>,
  isWanted: (name: SecretVariable) => boolean,
): { env: Record<string, string>; faults: FileFault[] } {
  const read = { ...env };
  const faults: FileFault[] = [];
  for (const name of SECRET_VARIABLES.filter(isWanted)) {
    const variable = fileVariable(name);
    const path = env[variable];
    if (path === undefined) continue;
    const content =
      env[name] === undefined ? contentOf(path) : { fault: `is set, and so is ${name}: keep one of them` };
    if ('fault' in content) faults.push({ variable, of: name, message: content.fault });
    else read[name] = content.text;
  }
  return { env: read, faults };
}

function contentOf(path: string): { text: string } | { fault: string } {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return text === '' ? { fault: 'names an empty file' } : { text };
  } catch (error) {
    return { fault: `names a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  }
}
