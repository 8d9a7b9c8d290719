import type { Actor } from '@carillon/core/domain/audit/actor';
import type { Principal } from '@carillon/core/engine/authenticate-api-key';
import type { Request, Response } from 'express';
import { checkScope } from './check-scope.js';
import type { Access } from './define-route.js';
import { identify, OPERATOR, type Credentials } from './identify.js';
import { keepLimits, type RequestCounts } from './keep-limits.js';

/** Who a request acts for, and who is to be named as having done it. Both are null where anybody may call. */
export interface Admission {
  principal: Principal | null;
  actor: Actor | null;
}

export interface Gatekeeper extends Credentials, RequestCounts {}

/** Where anybody may call. */
export const ANYBODY: Admission = { principal: null, actor: null };

/**
 * Decides who a request acts for and whether it may, in this order: is the credential good, do the limits allow one more
 * request, has the key the scope.
 * @throws Problem 401, 429 or 403
 */
export async function admit(
  req: Request,
  res: Response,
  access: Exclude<Access, 'public'>,
  gate: Gatekeeper,
): Promise<Admission> {
  const address = req.ip ?? null;
  const caller = await identify(req, gate, { operatorMayCall: access === 'operator' });
  if (caller === OPERATOR) return { principal: null, actor: { kind: 'admin_token', address } };
  await keepLimits(caller, gate, res);
  checkAccess(caller, access);
  return { principal: caller, actor: { kind: 'api_key', keyId: caller.keyId, address } };
}

function checkAccess(principal: Principal, access: Exclude<Access, 'public'>): void {
  if (access === 'any_key') return;
  checkScope(principal, access === 'operator' ? 'system' : access);
}
