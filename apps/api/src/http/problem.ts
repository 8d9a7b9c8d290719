import type { FieldFault, Language } from '@carillon/core/messages/messages';
import { say, sentence, type Sentence } from '@carillon/core/messages/say';
import { formatPath, type Path } from './format-path.js';

/** Every way a request can fail, and the status it has on the wire. */
export const STATUS = {
  invalid_input: 400,
  malformed_body: 400,
  plan_limit: 400,
  egress_denied: 400,
  unauthorized: 401,
  forbidden: 403,
  self_service_plans_off: 403,
  invalid_retry_count: 400,
  invalid_error_code: 400,
  not_found: 404,
  job_not_found: 404,
  incident_not_found: 404,
  no_such_route: 404,
  method_not_allowed: 405,
  conflict: 409,
  overlap: 409,
  idempotency_conflict: 409,
  job_not_completable: 409,
  job_not_failable: 409,
  job_not_cancellable: 409,
  job_not_updatable: 409,
  incident_not_resolvable: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  daily_limit: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof STATUS;

/** What a surface needs to render a failure, beyond its code and sentence. */
export interface ProblemExtras {
  /** Facts for programs; a function where they hold sentences. */
  details?: (language: Language) => object;
  /** The fields at fault. */
  fields?: (language: Language) => readonly FieldFault[];
  /** What the credential may do and what it lacks. */
  permission?: { required: string; provided: readonly string[] };
  headers?: Record<string, string>;
}

/** A failure of a request. Each surface renders its own envelope from it. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ErrorCode,
    readonly say: Sentence,
    readonly extras: ProblemExtras = {},
  ) {
    super(code);
  }

  get status(): number {
    return STATUS[this.code];
  }

  /** Facts for programs, in the reader's language where they are sentences. */
  details(language: Language): object {
    return this.extras.details?.(language) ?? {};
  }
}

/** One thing that is wrong with the input. */
export interface Fault {
  path: Path;
  say: Sentence;
}

/** Fault sentences in the message itself; the details have more. */
const FAULTS_IN_MESSAGE = 5;
const FAULTS_IN_DETAILS = 100;

/** A request whose input does not fit; the message names the first fields at fault, the details all of them. */
export function invalidInput(
  faults: readonly Fault[],
  code: 'invalid_input' | 'egress_denied' = 'invalid_input',
): Problem {
  const fieldsIn = (language: Language, most: number): FieldFault[] =>
    faults.slice(0, most).map((fault) => ({ field: formatPath(fault.path), message: fault.say(language) }));
  const unlisted = Math.max(0, faults.length - FAULTS_IN_MESSAGE);
  return new Problem(
    code,
    (language) => say(language, 'invalid_input', { faults: fieldsIn(language, FAULTS_IN_MESSAGE), unlisted }),
    {
      details: (language) => ({ fields: fieldsIn(language, FAULTS_IN_DETAILS) }),
      fields: (language) => fieldsIn(language, FAULTS_IN_DETAILS),
    },
  );
}

/** The one answer for every credential that does not work. */
export function unauthorized(): Problem {
  return new Problem('unauthorized', sentence('unauthorized'), { headers: { 'WWW-Authenticate': 'Bearer' } });
}

/** A number of requests that was reached, and when the counting begins anew. */
export interface ReachedLimit {
  limit: number;
  resetMs: number;
}

/** The answer for one request too many; waiting makes it good. */
export function tooManyRequests(
  code: 'rate_limited' | 'daily_limit',
  say: (seconds: number) => Sentence,
  { limit, resetMs }: ReachedLimit,
): Problem {
  const retryAfterSeconds = Math.max(1, Math.ceil(resetMs / 1_000));
  return new Problem(code, say(retryAfterSeconds), {
    details: () => ({ limit, retryAfterSeconds }),
    headers: { 'Retry-After': String(retryAfterSeconds), ...rateLimitHeaders({ limit, remaining: 0, resetMs }) },
  });
}

/** What is left of a limit, and in how many seconds all of it is there again. */
export function rateLimitHeaders(left: ReachedLimit & { remaining: number }): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(left.limit),
    'X-RateLimit-Remaining': String(left.remaining),
    'X-RateLimit-Reset': String(Math.ceil(left.resetMs / 1_000)),
  };
}

/** The answer for what does not exist and for what belongs to somebody else: they cannot be told apart. */
export function notFound(): Problem {
  return new Problem('not_found', sentence('not_found'));
}
