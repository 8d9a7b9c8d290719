import { createBullBoard } from '@bull-board/api';
import type { IServerAdapter } from '@bull-board/api/typings/app';
import { ExpressAdapter } from '@bull-board/express';
import { say, sentence } from '@carillon/core/messages/say';
import type { Express, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { ApiDeps, Operator } from '../deps.js';
import { contextOf } from '../http/context.js';
import { createCounter } from '../http/counters.js';
import { createFailureThrottle, type FailureThrottle } from '../http/failure-throttle.js';
import { Problem, type ReachedLimit } from '../http/problem.js';
import { readBytes } from '../http/read-json.js';
import { loginPage } from './login-page.js';
import { isOperator, isSignedIn, sessions, signIn, signOut } from './session.js';

const PATH = '/admin/queues';
const FORM_LIMIT_BYTES = 4_096;
/** Failed attempts that an address has in a quarter of an hour. */
const ATTEMPTS = 5;
const WINDOW_SECONDS = 15 * 60;
const UI = { boardTitle: 'Carillon', miscLinks: [{ text: 'Logout', url: '/admin/logout' }] };

/** The board styles itself inline and loads its own scripts; nothing comes from another host, fonts included. */
const SECURITY_HEADERS = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
});

/** Puts the operators' view of the queues behind a login; without an operator it says how to switch it on. */
export function mountDashboard(app: Express, deps: ApiDeps): void {
  const { operator } = deps;
  app.use('/admin', (_req, res, next) => {
    contextOf(res).route = '/admin';
    if (operator === null) throw new Problem('not_found', sentence('dashboard_off'));
    next();
  });
  if (operator === null) return;
  app.use('/admin', SECURITY_HEADERS, refuseCrossSite, sessions(operator));
  const failures = createCounter('failed-dashboard-logins', WINDOW_SECONDS, deps.counters);
  app.post('/admin/login', logIn(operator, createFailureThrottle(failures, ATTEMPTS)));
  app.get('/admin/login', (_req, res) => res.redirect(303, PATH));
  // Also by GET: the board can offer a link, but no form.
  app.all('/admin/logout', (req, res) => {
    signOut(req);
    res.redirect(303, PATH);
  });
  app.use(PATH, requireSession, board(deps));
}

/** The session cookie is SameSite=Strict; this holds in browsers and cases where that does not. */
const refuseCrossSite: RequestHandler = (req, _res, next) => {
  const reads = req.method === 'GET' || req.method === 'HEAD';
  if (!reads && !isSameSite(req)) throw new Problem('forbidden', sentence('dashboard_cross_site'));
  next();
};

/** Older browsers do not say how sites relate, but where a form comes from; programs say neither, and have no session. */
function isSameSite(req: Request): boolean {
  const site = req.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = req.get('origin');
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === req.host);
}

function logIn(operator: Operator, throttle: FailureThrottle): RequestHandler {
  return async (req, res) => {
    const form = new URLSearchParams((await readBytes(req, res, FORM_LIMIT_BYTES)).toString('utf8'));
    const address = req.ip ?? '';
    const { language } = contextOf(res);
    const reached = await throttle.reached(address);
    if (reached !== null) return showWait(res, reached);
    if (!isOperator(operator, form.get('user') ?? '', form.get('password') ?? '')) {
      const oneTooMany = await throttle.fail(address);
      return oneTooMany === null ? showLogin(res, 401, say(language, 'dashboard_wrong')) : showWait(res, oneTooMany);
    }
    await throttle.succeed(address);
    signIn(req);
    res.redirect(303, PATH);
  };
}

function showWait(res: Response, { resetMs }: ReachedLimit): void {
  const seconds = Math.ceil(resetMs / 1_000);
  res.set('Retry-After', String(seconds));
  showLogin(res, 429, say(contextOf(res).language, 'dashboard_throttled', { seconds }));
}

const requireSession: RequestHandler = (req, res, next) => {
  if (isSignedIn(req)) next();
  else showLogin(res, 401, null);
};

function board({ queue }: ApiDeps): RequestHandler {
  const serverAdapter = new ExpressAdapter().setBasePath(PATH);
  // The two packages may be installed in different patch releases, whose private fields TypeScript tells apart.
  createBullBoard({
    queues: [...queue.adapters],
    serverAdapter: serverAdapter as unknown as IServerAdapter,
    options: { uiConfig: UI },
  });
  return serverAdapter.getRouter() as RequestHandler;
}

function showLogin(res: Response, status: number, notice: string | null): void {
  res
    .status(status)
    .type('html')
    .send(loginPage(contextOf(res).language, notice));
}
