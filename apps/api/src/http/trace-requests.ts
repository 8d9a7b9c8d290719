import { parseTraceparent } from '@carillon/core/domain/trace/trace-context';
import type { Tracing } from '@carillon/core/telemetry/tracing';
import type { RequestHandler } from 'express';
import { contextOf } from './context.js';

/** Tells of each request, as part of its caller's trace where it names one. */
export function traceRequests(tracing: Tracing): RequestHandler {
  return (req, res, next) => {
    const { method } = req;
    const context = contextOf(res);
    const span = tracing.start(method, {
      kind: 'server',
      parent: parseTraceparent(req.get('traceparent')),
      facts: { 'http.request.method': method, 'carillon.request_id': context.requestId },
    });
    res.once('close', () => {
      const { route } = context;
      span.rename(`${method} ${route}`);
      span.add({ 'http.route': route, 'http.response.status_code': res.statusCode });
      if (res.statusCode >= 500) span.fail(String(res.statusCode));
      span.end();
    });
    tracing.within(span.context, next);
  };
}
