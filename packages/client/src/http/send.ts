import { CarillonError } from '../errors.js';
import { readAnswer } from './answer.js';
import { delay, uniqueKey } from './platform.js';
import { retryPause } from './retry.js';
import { startTimeLimit, type TimeLimit } from './time-limit.js';
import { formatUrl } from './url.js';

/** Where Carillon is, and as whom to speak to it. */
export interface Connection {
  baseUrl: string;
  apiKey: string;
  fetch: typeof globalThis.fetch;
  language: string | null;
  timeoutMs: number;
  maxRetries: number;
}

/** An operation, as the generated table has it. */
export interface Operation {
  method: string;
  path: string;
  /** An Idempotency-Key makes it happen once. */
  once: boolean;
}

/** What an operation is called with. */
export interface RequestParts {
  path?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, unknown>>;
  header?: Readonly<Record<string, unknown>>;
  body?: unknown;
}

/** How one call is made. */
export interface CallOptions {
  /** Aborting it rejects the call with the signal's reason. */
  signal?: AbortSignal;
  /** The time for the whole call, repeats and waits included. */
  timeoutMs?: number;
  maxRetries?: number;
  /** Told of the headers of a successful answer. */
  onHeaders?: (headers: Headers) => void;
}

/**
 * Calls an operation, again if it failed in a way that passes and a repeat does no harm, until its time is up.
 * @throws CarillonError, or the reason of the caller's signal
 */
export async function send(
  connection: Connection,
  operation: Operation,
  parts: RequestParts,
  options: CallOptions,
): Promise<unknown> {
  const url = formatUrl({ ...connection, path: operation.path, params: parts.path, query: parts.query });
  const init = { method: operation.method, ...payload(connection, operation, parts) };
  const { maxRetries = connection.maxRetries } = options;
  const isRepeatable = operation.method === 'GET' || operation.once;
  const limit = startTimeLimit(options.timeoutMs ?? connection.timeoutMs, options.signal);
  try {
    for (let failures = 1; ; failures++) {
      const error = await attempt(connection, url, { ...init, signal: limit.signal }, options).catch(asFailure);
      if (!(error instanceof CarillonError)) return error.data;
      const { remainingMs } = limit;
      const facts = { isRepeatable, failures, maxRetries, remainingMs, random: Math.random() };
      const pauseMs = retryPause(error, facts);
      if (pauseMs === null) throw error;
      await delay(pauseMs, limit.signal);
    }
  } catch (error) {
    throw explain(error, limit, options.signal);
  } finally {
    limit.release();
  }
}

async function attempt({ fetch }: Connection, url: string, init: RequestInit, { onHeaders }: CallOptions) {
  const response = await fetch(url, init).catch((error: unknown) => {
    throw init.signal?.aborted === true ? error : unreachable(url, error);
  });
  const data = await readAnswer(response).catch((error: unknown) => {
    // The body broke off half-way.
    throw error instanceof CarillonError || init.signal?.aborted === true ? error : unreachable(url, error);
  });
  onHeaders?.(response.headers);
  return { data };
}

function asFailure(error: unknown): CarillonError {
  if (error instanceof CarillonError) return error;
  throw error;
}

function payload(connection: Connection, { once }: Operation, parts: RequestParts) {
  const headers = new Headers({ authorization: `Bearer ${connection.apiKey}`, accept: 'application/json' });
  if (connection.language !== null) headers.set('accept-language', connection.language);
  for (const [name, value] of Object.entries(parts.header ?? {})) {
    if (typeof value === 'string') headers.set(name, value);
  }
  // The same key on every repeat: whichever of them is carried out, it is carried out once.
  if (once && !headers.has('idempotency-key')) headers.set('idempotency-key', uniqueKey());
  if (parts.body === undefined) return { headers };
  headers.set('content-type', 'application/json');
  return { headers, body: JSON.stringify(parts.body) };
}

function unreachable(url: string, cause: unknown): CarillonError {
  const message = `There is no answer from ${new URL(url).origin}: ${describe(cause)}`;
  return new CarillonError({ status: 0, code: 'UNREACHABLE', message, cause });
}

/** fetch says "fetch failed", and why in the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

function explain(error: unknown, limit: TimeLimit, signal: AbortSignal | undefined): unknown {
  if (error instanceof CarillonError || !limit.signal.aborted) return error;
  if (!limit.isOver) return signal?.reason;
  return new CarillonError({ status: 0, code: 'TIMED_OUT', message: 'There was no answer in time', cause: error });
}
