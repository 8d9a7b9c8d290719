import type { Scope } from '@carillon/core/domain/api-key/scopes';
import type { Actor } from '@carillon/core/domain/audit/actor';
import type { Principal } from '@carillon/core/engine/authenticate-api-key';
import type { Language } from '@carillon/core/messages/messages';
import type { Sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import type { ApiDeps } from '../deps.js';
import type { Surface } from '../surfaces/surface.js';
import type { Caller } from './caller.js';
import { describeIssues } from './describe-issues.js';
import type { EventStream } from './event-stream.js';
import { invalidInput, type ErrorCode, type Fault, type Problem } from './problem.js';

/**
 * Who may call: a key with a scope; `any_key`, whatever its scopes; the `operator`, by admin token or a key with the
 * scope `system`; or everybody. There is no default, so that nothing is open by omission.
 */
export type Access = Scope | 'any_key' | 'operator' | 'public';

/** Who a request acts for, by what its operation lets in. The operator's admin token belongs to no user. */
export type PrincipalFor<A extends Access> = A extends 'public'
  ? null
  : A extends 'operator'
    ? Principal | null
    : Principal;

/** Who did it, for the audit: nobody who stays anonymous changes anything. */
export type ActorFor<A extends Access> = A extends 'public' ? null : Actor;

type Nothing = z.ZodUndefined;

export interface BodySpec<B extends z.ZodType> {
  schema: B;
  /** Most bytes; 100 kB unless said. */
  limitBytes?: number;
  /** Most levels of brackets; 32 unless said. */
  maxDepth?: number;
  /** A request without a body is one with `{}`. */
  optional?: boolean;
  example: unknown;
}

/** One API operation: what its documentation says is what its router and its parser do. */
export interface RouteSpec<
  A extends Access = Access,
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  H extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  surface: Surface;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/api/jobs/{jobId}`. */
  path: `/${string}`;
  operationId: string;
  summary: string;
  description?: string;
  tags: readonly string[];
  scope: A;
  params?: P;
  query?: Q;
  /** How much longer than a few statements the operation may take, in ms. */
  patienceMs?: (deps: ApiDeps) => number;
  /** Request headers the operation reads, by their canonical spelling. */
  headers?: H;
  body?: BodySpec<B>;
  status: 200 | 201;
  /** What the answer is, unless it is JSON; the example is a piece of it then, and has no envelope. */
  mediaType?: 'text/event-stream';
  /** Other statuses the operation succeeds with, and when. */
  otherStatuses?: Readonly<Record<number, string>>;
  /** What the answer's data is. Only what it lists leaves the process. */
  response: R;
  responseHeaders?: Readonly<Record<string, string>>;
  example: unknown;
  /** The message of the example, where it is not the usual one. */
  exampleMessage?: Sentence;
  /** Refusals worth showing, by a name for each. */
  exampleRefusals?: Readonly<Record<string, Problem>>;
  /** Beyond those that every operation with its features has. */
  errors?: readonly ErrorCode[];
}

/** What a handler gets. */
export interface RouteRequest<A extends Access, P, Q, H, B> {
  params: P;
  query: Q;
  headers: H;
  body: B;
  principal: PrincipalFor<A>;
  actor: ActorFor<A>;
  language: Language;
  caller: Caller;
  deps: ApiDeps;
}

/** What a handler answers. */
export interface Reply<R> {
  data: R;
  /** `success` or `created`, by the status, unless said. */
  message?: Sentence;
  /** One of `otherStatuses`. */
  status?: number;
  headers?: Readonly<Record<string, string>>;
  /** The answer goes on as events; `data` is not sent then. */
  stream?: (events: EventStream) => void;
  /** Takes back what the answer hands over; called when the caller does not get the whole of it. Must not throw. */
  takeBack?: () => void;
}

/** A request as it came, not parsed yet. */
export interface RawRequest {
  params: unknown;
  query: unknown;
  header: (name: string) => string | undefined;
  body: unknown;
  principal: Principal | null;
  actor: Actor | null;
  language: Language;
  caller: Caller;
  deps: ApiDeps;
}

export interface Route {
  spec: RouteSpec;
  /** Parses, handles, and shapes the answer. Rejects with a Problem that names every field at fault. */
  run(raw: RawRequest): Promise<Reply<unknown>>;
}

/** Joins an operation's description to its handler. */
export function defineRoute<
  A extends Access,
  R extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  H extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(
  spec: RouteSpec<A, P, Q, H, B, R>,
  handler: (
    request: RouteRequest<A, z.output<P>, z.output<Q>, z.output<H>, z.output<B>>,
  ) => Promise<Reply<z.input<R>>> | Reply<z.input<R>>,
): Route {
  return {
    spec,
    async run(raw) {
      const parsed = parseRequest(spec, raw);
      const principal = raw.principal as PrincipalFor<A>;
      const actor = raw.actor as ActorFor<A>;
      const { language, caller, deps } = raw;
      const reply = await handler({ ...parsed, principal, actor, language, caller, deps });
      return { ...reply, data: spec.response.parse(reply.data) };
    },
  };
}

/** Made once: making a schema takes longer than everything else that is done with a small request. */
const NO_QUERY = z.strictObject({});

function parseRequest<P extends z.ZodType, Q extends z.ZodType, H extends z.ZodType, B extends z.ZodType>(
  spec: RouteSpec<Access, P, Q, H, B>,
  raw: RawRequest,
) {
  const faults: Fault[] = [];
  const parsed = {
    params: parsePart(spec.params, raw.params, faults),
    query: parsePart(spec.query ?? NO_QUERY, raw.query, faults) as z.output<Q>,
    headers: parsePart(spec.headers, headersFor(spec.headers, raw.header), faults),
    body: parsePart(spec.body?.schema, raw.body, faults),
  };
  if (faults.length > 0) throw invalidInput(faults);
  return parsed;
}

/** Parses one part; what comes back after a fault is never used, since the whole is refused then. */
function parsePart<S extends z.ZodType>(schema: S | undefined, value: unknown, faults: Fault[]): z.output<S> {
  if (schema === undefined) return undefined as z.output<S>;
  const result = schema.safeParse(value, { reportInput: true });
  if (!result.success) faults.push(...describeIssues(result.error.issues));
  return result.data as z.output<S>;
}

function headersFor(schema: z.ZodType | undefined, header: RawRequest['header']): Record<string, string | undefined> {
  const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return Object.fromEntries(names.map((name) => [name, header(name)]));
}
