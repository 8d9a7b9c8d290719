import type { z } from 'zod';
import { isWeakSecret, isWellKnown } from '../domain/secret/weak-secret.js';
import { parseRedisUrl } from '../queues/redis-place.js';

/** The secrets that processes read, as far as they read them. */
export interface SecretEnv {
  DATABASE_URL: string;
  REDIS_URL?: string | undefined;
  OPERATOR_PASSWORD?: string | undefined;
  ADMIN_TOKEN?: string | undefined;
  ALLOW_WEAK_SECRETS: boolean;
}

const SHORTEST_PASSWORD = 12;

/**
 * Keeps a process from starting with secrets that are guessed in the first minutes. The demo passes what its user gave
 * it: it says so with `ALLOW_WEAK_SECRETS`.
 */
export function refuseWeakSecrets(env: SecretEnv, context: z.RefinementCtx<SecretEnv>): void {
  if (env.ALLOW_WEAK_SECRETS) return;
  const refuse = (name: keyof SecretEnv, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  const { OPERATOR_PASSWORD: password, ADMIN_TOKEN: token } = env;
  if (password !== undefined && password.length < SHORTEST_PASSWORD)
    refuse('OPERATOR_PASSWORD', `must have at least ${SHORTEST_PASSWORD} characters`);
  else if (password !== undefined && isWeakSecret(password)) refuse('OPERATOR_PASSWORD', EASILY_GUESSED);
  if (token !== undefined && isWeakSecret(token)) refuse('ADMIN_TOKEN', EASILY_GUESSED);
  for (const name of ['DATABASE_URL', 'REDIS_URL'] as const) {
    if (hasWellKnownPassword(env[name])) refuse(name, 'has a password that is easily guessed: give the server another');
  }
}

const EASILY_GUESSED = 'is easily guessed: `openssl rand -hex 24` makes a better one';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** A server that only this machine reaches may have the password that its image comes with. */
function hasWellKnownPassword(text: string | undefined): boolean {
  if (text === undefined) return false;
  return (parseRedisUrl(text)?.urls ?? [text]).some(isWellKnownElsewhere);
}

function isWellKnownElsewhere(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, password } = new URL(url);
  return password !== '' && !LOOPBACK.test(hostname) && isWellKnown(password);
}
