import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';
import cookieSession from 'cookie-session';
import type { Request, RequestHandler } from 'express';
import type { Operator } from '../deps.js';

const SESSION_MS = 12 * 60 * 60 * 1_000;

/**
 * Sessions live in a signed cookie, so any replica knows them. The key comes from the password: changing it ends every
 * session.
 */
export function sessions(operator: Operator): RequestHandler {
  const key = Buffer.from(hkdfSync('sha256', operator.password, '', 'carillon dashboard session', 32)).toString('hex');
  return cookieSession({
    name: 'carillon_dashboard',
    keys: [key],
    path: '/admin',
    httpOnly: true,
    sameSite: 'strict',
    maxAge: SESSION_MS,
  });
}

/** Begins a session. */
export function signIn(req: Request): void {
  req.session = { until: Date.now() + SESSION_MS };
}

/** Ends it in this browser. */
export function signOut(req: Request): void {
  req.session = null;
}

/** True within a session. The cookie's age is only the browser's promise; the signed instant is ours. */
export function isSignedIn(req: Request): boolean {
  const until: unknown = req.session?.until;
  return typeof until === 'number' && until > Date.now();
}

/** Compares in a time that does not depend on where texts differ, nor on their lengths. */
export function isOperator(operator: Operator, user: string, password: string): boolean {
  const rightUser = sameText(user, operator.user);
  const rightPassword = sameText(password, operator.password);
  return rightUser && rightPassword;
}

function sameText(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
