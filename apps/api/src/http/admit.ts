import { timingSafeEqual } from 'node:crypto';
import type { Actor } from '@carillon/core/domain/audit/actor';
import { hashToken } from '@carillon/core/engine/api-token';
import type { Authenticator, Principal } from '@carillon/core/engine/authenticate-api-key';
import { sentence } from '@carillon/core/messages/say';
import type { Request } from 'express';
import type { Access } from './define-route.js';
import { Problem } from './problem.js';

/** Who a request acts for, and who is to be named as having done it. Both are null where anybody may call. */
export interface Admission {
  principal: Principal | null;
  actor: Actor | null;
}

export interface Gatekeeper {
  authenticator: Authenticator;
  /** Null: there is none, and only a key with the scope `system` is the operator's. */
  adminToken: string | null;
}

/**
 * Decides who a request acts for and whether it may.
 * @throws Problem 401, one and the same whatever is wrong with the credential, or 403 when a scope is missing.
 */
export async function admit(req: Request, access: Access, gate: Gatekeeper): Promise<Admission> {
  if (access === 'public') return { principal: null, actor: null };
  const address = req.ip ?? null;
  if (access === 'operator' && bearsAdminToken(req, gate.adminToken)) {
    return { principal: null, actor: { kind: 'admin_token', address } };
  }
  const token = tokenOf(req);
  const principal = token === null ? null : await gate.authenticator.authenticate(token);
  if (principal === null) throw unauthorized();
  checkAccess(principal, access);
  return { principal, actor: { kind: 'api_key', keyId: principal.keyId, address } };
}

function checkAccess(principal: Principal, access: Exclude<Access, 'public'>): void {
  if (access === 'any_key') return;
  const scope = access === 'operator' ? 'system' : access;
  if (principal.scopes.has(scope)) return;
  throw new Problem('forbidden', sentence('forbidden', { scope }), {
    details: () => ({ scope }),
    permission: { required: scope, provided: [...principal.scopes] },
  });
}

/** Compared as digests: they are of one length, and the time it takes tells nothing of the token. */
function bearsAdminToken(req: Request, adminToken: string | null): boolean {
  const given = req.get('x-admin-token');
  if (given === undefined || adminToken === null) return false;
  return timingSafeEqual(hashToken(given), hashToken(adminToken));
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
