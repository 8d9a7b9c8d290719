import { timingSafeEqual } from 'node:crypto';
import { hashToken } from '@carillon/core/engine/api-token';
import type { Authenticator, Principal } from '@carillon/core/engine/authenticate-api-key';
import { sentence } from '@carillon/core/messages/say';
import type { Request } from 'express';
import type { FailureThrottle } from './failure-throttle.js';
import { tooManyRequests, unauthorized, type ReachedLimit } from './problem.js';

export interface Credentials {
  authenticator: Authenticator;
  /** Null: there is none, and only a key with the scope `system` is the operator's. */
  adminToken: string | null;
  failures: FailureThrottle;
}

/** The operator, by the admin token. */
export const OPERATOR = Symbol('operator');

/**
 * Says whose credential a request carries.
 * @throws Problem 401, one and the same whatever is wrong with the credential, or 429 when its address has sent too many
 * that do not work. That is looked at first, so that guessing costs no look-up; tokens just seen to work are let by.
 */
export async function identify(
  req: Request,
  credentials: Credentials,
  { operatorMayCall }: { operatorMayCall: boolean },
): Promise<Principal | typeof OPERATOR> {
  const { authenticator, adminToken, failures } = credentials;
  const address = req.ip ?? '';
  const token = tokenOf(req);
  if (token === null || !authenticator.remembers(token)) refuseIfReached(await failures.reached(address));
  if (operatorMayCall && bearsAdminToken(req, adminToken)) return OPERATOR;
  const principal = token === null ? null : await authenticator.authenticate(token);
  if (principal !== null) return principal;
  refuseIfReached(await failures.fail(address));
  throw unauthorized();
}

function refuseIfReached(reached: ReachedLimit | null): void {
  if (reached === null) return;
  throw tooManyRequests('rate_limited', (seconds) => sentence('too_many_failed_logins', { seconds }), reached);
}

/** Compared as digests: they are of one length, and the time it takes tells nothing of the token. */
function bearsAdminToken(req: Request, adminToken: string | null): boolean {
  const given = req.get('x-admin-token');
  if (given === undefined || adminToken === null) return false;
  return timingSafeEqual(hashToken(given), hashToken(adminToken));
}

function tokenOf(req: Request): string | null {
  const authorization = req.get('authorization');
  if (authorization === undefined) return req.get('x-api-key') ?? null;
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? null;
}
