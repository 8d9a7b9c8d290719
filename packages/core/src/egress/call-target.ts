import type { Dispatcher } from 'undici';
import {
  MAX_STORED_BODY_BYTES,
  type CallError,
  type CallResult,
  type ConnectionTimings,
} from '../domain/run/outcome.js';
import { decideRedirect, type Hop } from '../domain/target/redirect.js';
import { describeCallError, redirectError, timeLimitError } from './call-error.js';
import { decodeBody, type DecodedBody } from './decode-body.js';
import type { Egress } from './egress.js';
import type { Queue } from './locator.js';
import { fit, ResponseCollector, storable } from './response-collector.js';

/** One HTTP call to a target that a user chose. */
export interface TargetCall extends Hop {
  /** From here to the last byte of the response, redirects and all. */
  timeoutMs: number;
  /** How many redirects are followed, 0 to 5; otherwise they are answers. */
  followRedirects?: number;
}

/** A call under way. */
export interface OngoingCall {
  /** What came of it; never rejects. */
  readonly done: Promise<CallResult>;
  /** Ends it now, with this error, unless it has ended already. */
  abort(error: CallError): void;
}

type Way = Pick<Egress, 'dispatcher' | 'locate' | 'newConnection'>;

/**
 * Begins a call. One total limit stands over it instead of undici's idle limits: a response that drips a byte now and
 * then would never trip those.
 */
export function callTarget(way: Way, call: TargetCall): OngoingCall {
  return new Call(way, call);
}

/** A response that pauses this long is over. Only calls with a longer limit carry the timer. */
const BODY_IDLE_MS = 60_000;

/** One object for everything that happens in a call: no closures and no listeners a call. */
class Call implements OngoingCall, Dispatcher.DispatchHandler {
  readonly done: Promise<CallResult>;
  readonly #startedAt = performance.now();
  readonly #way: Way;
  readonly #timeoutMs: number;
  readonly #limit: NodeJS.Timeout;
  #resolve!: (result: CallResult) => void;
  readonly #followsRedirects: boolean;
  #hop: Hop;
  #left: number;
  #response = new ResponseCollector(MAX_STORED_BODY_BYTES);
  #coding: string | null = null;
  /** Of the hop under way; what an earlier hop's connection still has to say is not listened to. */
  #controller: Dispatcher.DispatchController | undefined;
  /** Where it counts as waiting for a connection; null when it does not. */
  #queue: Queue | null = null;
  #connection: ConnectionTimings | null = null;
  #ttfbMs: number | null = null;
  #isOver = false;

  constructor(way: Way, call: TargetCall) {
    this.#way = way;
    this.#hop = call;
    this.#left = call.followRedirects ?? 0;
    this.#followsRedirects = this.#left > 0;
    this.#timeoutMs = call.timeoutMs;
    this.done = new Promise((resolve) => (this.#resolve = resolve));
    this.#limit = setTimeout(outOfTime, call.timeoutMs, this);
    this.#send();
  }

  abort(error: CallError): void {
    this.#end(error);
    this.#controller?.abort(new Error(error.code));
  }

  /** The total limit ran out. */
  expire(): void {
    this.abort(timeLimitError(this.#timeoutMs));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#stopWaiting();
    this.#controller = controller;
    this.#connection = this.#way.newConnection();
    // Ended while it waited for its connection.
    if (this.#isOver) controller.abort(new Error('over'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (controller !== this.#controller) return;
    this.#ttfbMs = this.#elapsed();
    this.#response.head(status, headers);
    this.#coding = this.#response.headers['content-encoding'] ?? null;
    if (this.#followsRedirects) this.#redirect(status, headers['location']);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (controller !== this.#controller || this.#response.take(chunk)) return;
    this.#end(null);
    controller.abort(new Error('enough'));
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    if (controller === this.#controller) this.#end(null);
  }

  onResponseError(controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (controller === undefined) this.#stopWaiting();
    if (controller === this.#controller) this.#end(describeCallError(error));
  }
  #send(): void {
    const { method, headers, body, url } = this.#hop;
    try {
      const { origin, path, queue } = this.#way.locate(url);
      queue.waiting += 1;
      this.#queue = queue;
      const bodyTimeout = this.#timeoutMs > BODY_IDLE_MS ? BODY_IDLE_MS : 0;
      this.#way.dispatcher.dispatch({ origin, path, method, headers, body, headersTimeout: 0, bodyTimeout }, this);
    } catch (error) {
      // A URL that is refused; or a request that undici cannot send (a header value, say), which it refuses here.
      this.#stopWaiting();
      this.#end(describeCallError(error as Error));
    }
  }

  #stopWaiting(): void {
    if (this.#queue !== null) this.#queue.waiting -= 1;
    this.#queue = null;
  }

  #redirect(status: number, location: string | string[] | undefined): void {
    const decision = decideRedirect(this.#hop, { status, location }, this.#left);
    if (decision.kind === 'answer') return;
    if (decision.kind !== 'follow') return this.abort(redirectError(decision.kind));
    const before = this.#controller;
    this.#controller = undefined;
    // The rest of that answer is for nobody, and might never end; its connection goes with it.
    before?.abort(new Error('redirected'));
    this.#hop = decision.to;
    this.#left -= 1;
    this.#response = new ResponseCollector(MAX_STORED_BODY_BYTES);
    this.#ttfbMs = null;
    this.#send();
  }

  #end(error: CallError | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#limit);
    const durationMs = this.#elapsed();
    const bytes = this.#response.bytes();
    const finish = (body: DecodedBody) => this.#resolve(this.#result(durationMs, error, body));
    if (this.#coding === null) return finish({ bytes, truncated: false });
    void decodeBody(bytes, this.#coding, MAX_STORED_BODY_BYTES).then(finish);
  }

  #result(durationMs: number, error: CallError | null, { bytes, truncated }: DecodedBody): CallResult {
    const { status, headers } = this.#response;
    const text = status === 0 || bytes === null ? null : storable(bytes.toString('utf8'));
    const body = text === null ? null : fit(text, MAX_STORED_BODY_BYTES);
    return {
      status,
      durationMs,
      ttfbMs: this.#ttfbMs,
      connection: this.#connection,
      headers,
      body,
      truncated: truncated || this.#response.truncated || body !== text,
      error,
    };
  }

  #elapsed(): number {
    return Math.round(performance.now() - this.#startedAt);
  }
}

function outOfTime(call: Call): void {
  call.expire();
}
