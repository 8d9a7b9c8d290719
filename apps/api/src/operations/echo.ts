import type { RequestHandler } from 'express';
import { contextOf } from '../http/context.js';
import { readBytes } from '../http/read-json.js';

const BODY_LIMIT_BYTES = 64 * 1_024;

/** Credentials are not repeated: the answer ends up in a log. */
const WITHHELD = new Set(['authorization', 'cookie', 'x-api-key', 'proxy-authorization']);

/** Answers with the request it got: a target for a first cron job that needs no other service. */
export const echo: RequestHandler = async (req, res, next) => {
  // What TRACE is for is what makes it dangerous: headers that scripts may not read come back as text.
  if (req.method === 'TRACE') return next();
  contextOf(res).route = '/echo';
  const headers = Object.entries(req.headers).filter(([name]) => !WITHHELD.has(name));
  const body = (await readBytes(req, res, BODY_LIMIT_BYTES)).toString('utf8');
  res.json({ method: req.method, path: req.path, headers: Object.fromEntries(headers), body });
};
