import { isDatabaseUnavailable } from '@carillon/core/db/availability';
import { sentence } from '@carillon/core/messages/say';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { contextOf, type RequestContext } from './context.js';
import { Problem } from './problem.js';
import { unavailable } from './within.js';

/** The end of the router: nobody answered. */
export const refuseUnknownRoute: RequestHandler = () => {
  throw new Problem('no_such_route', sentence('no_such_route'));
};

/** The one place where a failure becomes an answer. What is not the client's doing is logged with the request's id. */
export function handleErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    // Too late for an answer of our own: let Express cut the connection.
    if (res.headersSent) return next(error);
    const context = contextOf(res);
    const problem = toProblem(error, context);
    if (problem.status >= 500) {
      const { requestId, route } = context;
      // Postgres being away is the operator's to know, not a fault of the code.
      logger[problem.code === 'internal' ? 'error' : 'warn']({ err: error, requestId, route }, problem.code);
    }
    res
      .status(problem.status)
      .set({ ...problem.extras.headers })
      .json(context.surface.failure(problem, context.language, context.requestId));
  };
}

function toProblem(error: unknown, { requestId }: RequestContext): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseUnavailable(error)) return unavailable();
  // A path with a broken escape, such as /api/jobs/%E0%A4%A.
  if (error instanceof URIError) return new Problem('no_such_route', sentence('no_such_route'));
  return new Problem('internal', sentence('internal', { requestId }), { details: () => ({ requestId }) });
}
