import { randomUUID } from 'node:crypto';
import { LANGUAGES, type Language } from '@carillon/core/messages/messages';
import type { Request, RequestHandler, Response } from 'express';
import type { ApiDeps } from '../deps.js';
import { cronSurface } from '../surfaces/cron.js';
import type { Surface } from '../surfaces/surface.js';
import { isWorkerPath, workerSurface } from '../surfaces/worker.js';

/** What is known of a request from its start. */
export interface RequestContext {
  requestId: string;
  language: Language;
  /** How failures are rendered; each route sets its own. */
  surface: Surface;
  /** The path's template, so that metrics have a series a route and not one an id. */
  route: string;
}

const contexts = new WeakMap<Response, RequestContext>();

/** The context of a request under way. */
export function contextOf(res: Response): RequestContext {
  const context = contexts.get(res);
  if (context === undefined) throw new Error('The context middleware has not run');
  return context;
}

const BUCKETS_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Gives each request its id, language and clock, and counts it when it is answered. */
export function openContext({ metrics, logger, draining }: ApiDeps): RequestHandler {
  const labels = ['method', 'route', 'status'];
  const help = 'How long requests took, by route template and status.';
  const durations = metrics.histogram('http_request_duration_seconds', help, BUCKETS_SECONDS, labels);
  return (req, res, next) => {
    const context = {
      requestId: requestIdOf(req),
      language: languageOf(req),
      surface: isWorkerPath(req.path) ? workerSurface : cronSurface,
      route: 'unmatched',
    };
    contexts.set(res, context);
    res.set('X-Request-Id', context.requestId).set('Cache-Control', 'no-store').vary('Accept-Language');
    // A kept-alive connection would hold up the shutdown, and its next request might meet the end of it.
    if (draining.aborted) res.set('Connection', 'close');
    const startedMs = performance.now();
    res.once('close', () => {
      const tookMs = performance.now() - startedMs;
      const { route, requestId } = context;
      durations.observe({ method: req.method, route, status: res.statusCode }, tookMs / 1_000);
      logger.debug({ requestId, method: req.method, route, status: res.statusCode, tookMs }, 'answered');
    });
    next();
  };
}

/** The caller's own id, if it is harmless in a log line and a header, so that a request can be followed across services. */
function requestIdOf(req: Request): string {
  const given = req.get('x-request-id');
  return given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : `req_${randomUUID().replaceAll('-', '')}`;
}

function languageOf(req: Request): Language {
  const accepted = req.acceptsLanguages([...LANGUAGES]);
  return LANGUAGES.find((language) => language === accepted) ?? LANGUAGES[0];
}
