import express, { type Express } from 'express';
import { mountConsole } from './console/mount-console.js';
import { mountDashboard } from './dashboard/mount-dashboard.js';
import type { ApiDeps } from './deps.js';
import { openContext } from './http/context.js';
import { handleErrors, refuseUnknownRoute } from './http/handle-errors.js';
import { mount } from './http/mount.js';
import { openGate } from './http/open-gate.js';
import { securityHeaders } from './http/security-headers.js';
import { traceRequests } from './http/trace-requests.js';
import { echo } from './operations/echo.js';
import { serveMetrics } from './operations/metrics.js';
import { serveOpenApi } from './operations/openapi.js';
import { mountReference } from './reference/mount-reference.js';
import { routes } from './routes/index.js';

/** Answers are data, never pages: nothing in them may be loaded or framed. The dashboard brings its own policy. */
const SECURITY_HEADERS = securityHeaders({
  // Whether other hosts of the domain speak HTTPS is not ours to promise.
  strictTransportSecurity: { includeSubDomains: false },
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
});

/** Builds the API. Nothing is listened on and nothing is opened here: whoever makes the parts closes them. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').set('trust proxy', deps.trustProxy);
  app.use(openContext(deps), SECURITY_HEADERS);
  if (deps.tracing !== null) app.use('/api', traceRequests(deps.tracing));
  mount(app, routes, deps, openGate(deps));
  app.get('/metrics', serveMetrics(deps.metrics));
  app.get('/openapi.json', serveOpenApi());
  if (deps.echo) app.all('/echo', echo);
  mountReference(app);
  mountConsole(app, deps);
  mountDashboard(app, deps);
  app.use(refuseUnknownRoute, handleErrors(deps.logger));
  return app;
}
