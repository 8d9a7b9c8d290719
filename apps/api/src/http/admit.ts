import type { Authenticator, Principal } from '@carillon/core/engine/authenticate-api-key';
import { sentence } from '@carillon/core/messages/say';
import type { Request } from 'express';
import type { Access } from './define-route.js';
import { Problem } from './problem.js';

/**
 * Decides who a request acts for and whether it may.
 * @returns null for a public operation.
 * @throws Problem 401, one and the same whatever is wrong with the credential, or 403 when a scope is missing.
 */
export async function admit(req: Request, access: Access, authenticator: Authenticator): Promise<Principal | null> {
  if (access === 'public') return null;
  const token = tokenOf(req);
  const principal = token === null ? null : await authenticator.authenticate(token);
  if (principal === null) throw unauthorized();
  if (principal.scopes.has(access)) return principal;
  throw new Problem('forbidden', sentence('forbidden', { scope: access }), { details: () => ({ scope: access }) });
}

/** The one answer for every credential that does not work. */
export function unauthorized(): Problem {
  return new Problem('unauthorized', sentence('unauthorized'), { headers: { 'WWW-Authenticate': 'Bearer' } });
}

function tokenOf(req: Request): string | null {
  const authorization = req.get('authorization');
  if (authorization === undefined) return req.get('x-api-key') ?? null;
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? null;
}
