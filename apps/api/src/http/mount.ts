import { sentence } from '@carillon/core/messages/say';
import type { Express, Request, Response } from 'express';
import type { ApiDeps } from '../deps.js';
import { admit, ANYBODY, type Gatekeeper } from './admit.js';
import { callerOf, guardDelivery, takeBackLate } from './caller.js';
import { contextOf } from './context.js';
import type { Reply, Route } from './define-route.js';
import { openEventStream } from './event-stream.js';
import { Problem } from './problem.js';
import { readJson } from './read-json.js';
import { patiently, unavailable } from './within.js';

/** Most bytes of a body, unless the operation says otherwise. */
export const DEFAULT_BODY_LIMIT = 100_000;

/** Puts operations on the router, each with its whole way: authenticate, authorize, read, parse, handle, shape. */
export function mount(app: Express, routes: readonly Route[], deps: ApiDeps, gate: Gatekeeper): void {
  for (const path of new Set(routes.map((route) => route.spec.path))) {
    const members = routes.filter((route) => route.spec.path === path);
    const expressPath = path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const route of members) {
      app[route.spec.method](expressPath, (req, res) => serve(route, deps, gate, req, res));
    }
    app.all(expressPath, (req, res) => refuseMethod(members, req, res));
  }
}

async function serve(route: Route, deps: ApiDeps, gate: Gatekeeper, req: Request, res: Response) {
  const { spec } = route;
  const context = contextOf(res);
  context.route = spec.path;
  context.surface = spec.surface;
  const { probe } = deps;
  const { scope } = spec;
  const admission = scope === 'public' ? ANYBODY : await patiently(() => admit(req, res, scope, gate), { probe });
  const body = spec.body && (await readJson(req, res, { limitBytes: DEFAULT_BODY_LIMIT, ...spec.body }));
  const extraMs = spec.patienceMs?.(deps) ?? 0;
  // Before something long is begun, Postgres must have shown that it is there.
  if (extraMs > 0 && !(await probe.wasThereLately())) throw unavailable();
  const run = () =>
    route.run({
      params: req.params,
      query: req.query,
      header: (name) => req.get(name),
      body,
      ...admission,
      language: context.language,
      caller: callerOf(res),
      deps,
    });
  // What everybody may call are probes, which have to answer while Postgres is away.
  const reply = scope === 'public' ? run() : patiently(run, { probe, extraMs, onGivenUp: takeBackLate });
  send(res, route, await reply);
}

function send(res: Response, { spec }: Route, reply: Reply<unknown>): void {
  guardDelivery(res, reply);
  if (reply.stream !== undefined) return reply.stream(openEventStream(res));
  const status = reply.status ?? spec.status;
  const message = reply.message ?? sentence(status === 201 ? 'created' : 'success');
  const { language, requestId } = contextOf(res);
  res
    .status(status)
    .set({ ...reply.headers })
    .json(spec.surface.success(message(language), reply.data, requestId));
}

function refuseMethod(members: readonly Route[], req: Request, res: Response): never {
  const [first] = members;
  if (first !== undefined) contextOf(res).surface = first.spec.surface;
  const allowed = members.map((route) => route.spec.method.toUpperCase()).join(', ');
  const { method } = req;
  throw new Problem('method_not_allowed', sentence('method_not_allowed', { method, allowed }), {
    headers: { Allow: allowed },
  });
}
