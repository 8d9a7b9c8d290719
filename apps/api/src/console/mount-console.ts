import { randomBytes } from 'node:crypto';
import { say } from '@carillon/core/messages/say';
import type { Express, Request, RequestHandler, Response } from 'express';
import { contextOf } from '../http/context.js';
import { sendStaticFile } from '../http/static-files.js';
import { openConsole } from './open-console.js';
import { pageHeaders } from './page-headers.js';

/** What answers below these is no page of the console's. */
const OTHERS = [
  '/api',
  '/admin/queues',
  '/admin/login',
  '/admin/logout',
  '/docs',
  '/openapi.json',
  '/metrics',
  '/echo',
  '/health',
  '/ready',
  '/assets',
];

/** The build puts a hash of the content into the names of what is here: it never changes. */
const HASHED = '/assets/';
const FOREVER = 'public, max-age=31536000, immutable';
/** Kept, but asked about before each use. */
const REVALIDATED = 'no-cache';

const NONCE_PLACE = '__CSP_NONCE__';

/**
 * Serves the console to browsers, at every path that nobody else has: which page it is, its own router says. Programs, which
 * do not ask for HTML, are told as ever that there is nothing.
 */
export function mountConsole(app: Express, { consoleDir }: { consoleDir: string }): void {
  const { page, files } = openConsole(consoleDir);
  const sendFile: RequestHandler = (req, res, next) => {
    const file = files.get(req.path);
    if (file === undefined) return next();
    contextOf(res).route = req.path.startsWith(HASHED) ? HASHED : '/';
    sendStaticFile({ req, res, next }, file, req.path.startsWith(HASHED) ? FOREVER : REVALIDATED);
  };
  const sendPage: RequestHandler = (req, res, next) => {
    if (!isForPage(req)) return next();
    contextOf(res).route = '/';
    res.vary('Accept');
    if (page === null) return sayNotBuilt(res);
    const nonce = randomBytes(16).toString('base64');
    res.set(pageHeaders(nonce)).type('html').send(page.replaceAll(NONCE_PLACE, nonce));
  };
  app.get('/{*path}', sendFile, sendPage);
}

/** At the root everybody who takes HTML gets the page; elsewhere those who would rather have it than JSON, as browsers do. */
function isForPage(req: Request): boolean {
  if (req.path === '/') return req.accepts('html') !== false;
  const isOthers = OTHERS.some((path) => req.path === path || req.path.startsWith(`${path}/`));
  return !isOthers && req.accepts(['json', 'html']) === 'html';
}

function sayNotBuilt(res: Response): void {
  const { language } = contextOf(res);
  res
    .status(404)
    .type('text')
    .send(`${say(language, 'console_not_built')}\n`);
}
