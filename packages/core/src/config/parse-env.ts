import type { z } from 'zod';
import { readSecretFiles } from './secret-files.js';

/** The environment does not fit; the message lists every fault, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Parses a process's environment once, whole. An empty variable counts as absent, as in most shells and compose files.
 * Secrets may stand in files.
 * @throws ConfigError that names every variable at fault.
 */
export function parseEnv<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv): z.output<S> {
  const files = readSecretFiles(presentIn(env), (name) => name in schema.shape);
  const result = schema.safeParse(files.env);
  if (result.success && files.faults.length === 0) return result.data;
  // That a secret is missing whose file could not be read has been said.
  const said = new Set<unknown>(files.faults.map((fault) => fault.of));
  const issues = (result.error?.issues ?? []).filter((issue) => !said.has(issue.path[0]));
  const faults = [
    ...files.faults.map(({ variable, message }) => `  ${variable}: ${message}`),
    ...issues.map((issue) => `  ${issue.path.join('.') || '(all)'}: ${issue.message}`),
  ];
  throw new ConfigError(`The environment is not usable:\n${faults.join('\n')}`);
}

function presentIn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
}
