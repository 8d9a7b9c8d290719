import { OPERATIONS } from './generated/operations.js';
import { send, type CallOptions, type Connection, type RequestParts } from './http/send.js';
import type { CallArguments, DataOf, OperationId, Operations, PagedOperationId } from './operations.js';

export interface ClientOptions {
  /** Where the API is, e.g. `http://127.0.0.1:27555`. */
  baseUrl: string;
  /** `car_…` */
  apiKey: string;
  /** Makes the requests; Node's own unless given. */
  fetch?: typeof globalThis.fetch;
  /** The language of messages of `/api/*`; the server's own unless given. Those of `/api/v1/*` are English. */
  language?: 'ja' | 'en' | 'ru';
  /** The time for one call, repeats and waits included; 60,000 ms unless given. */
  timeoutMs?: number;
  /** How often a request is sent again when the server is away or busy; 3 unless given. */
  maxRetries?: number;
}

/** A method for each operation of both surfaces, by its name in the OpenAPI document. */
export interface CarillonClient extends Operations {
  /** The pages of a list, one after the other, until the last or until the caller stops. */
  pages<Id extends PagedOperationId>(id: Id, ...args: CallArguments<Id>): AsyncGenerator<DataOf<Id>, void>;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_RETRIES = 3;
const NEXT_CURSOR = 'x-next-cursor';

/**
 * Makes a client. Its methods resolve with the data of the answer and reject with a CarillonError. A request is sent
 * again after 429, and after 503 or a lost connection if it reads only or carries an Idempotency-Key, which creations do.
 */
export function createClient(options: ClientOptions): CarillonClient {
  const connection = toConnection(options);
  const call = (id: OperationId, parts: RequestParts = {}, callOptions: CallOptions = {}) =>
    send(connection, OPERATIONS[id], parts, callOptions);
  const ids = Object.keys(OPERATIONS) as OperationId[];
  const methods = ids.map((id) => [id, (parts?: RequestParts, own?: CallOptions) => call(id, parts, own)] as const);
  return { ...Object.fromEntries(methods), pages: followPages(call) } as unknown as CarillonClient;
}

function toConnection(options: ClientOptions): Connection {
  const { fetch = globalThis.fetch, language = null } = options;
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxRetries = DEFAULT_RETRIES } = options;
  const { origin, pathname } = new URL(options.baseUrl);
  const baseUrl = origin + pathname.replace(/\/+$/, '');
  return { baseUrl, apiKey: options.apiKey, fetch, language, timeoutMs, maxRetries };
}

type Call = (id: OperationId, parts?: RequestParts, options?: CallOptions) => Promise<unknown>;

function followPages(call: Call) {
  return async function* (id: OperationId, parts: RequestParts = {}, options: CallOptions = {}) {
    let cursor: string | null = null;
    do {
      const query: RequestParts['query'] = { ...parts.query, ...(cursor !== null && { cursor }) };
      cursor = null;
      const onHeaders = (headers: Headers) => {
        cursor = headers.get(NEXT_CURSOR);
        options.onHeaders?.(headers);
      };
      yield await call(id, { ...parts, query }, { ...options, onHeaders });
    } while (cursor !== null);
  };
}
