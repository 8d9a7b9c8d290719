import type { Dispatcher } from 'undici';
import { MAX_STORED_BODY_BYTES, type CallError, type CallResult } from '../domain/run/outcome.js';
import { describeCallError, timeLimitError } from './call-error.js';
import { createCollector } from './response-collector.js';

/** One HTTP call to a target that a user chose. */
export interface TargetCall {
  url: string;
  method: string;
  /** Name, value, name, value … */
  headers: string[];
  body: string | null;
  /** From here to the last byte of the response. */
  timeoutMs: number;
}

/**
 * Performs a call and tells what came of it; never rejects. Beside undici's own idle limits there is one total limit:
 * a response that drips a byte now and then would never trip the others. Redirects are answers, not followed.
 */
export function callTarget(dispatcher: Dispatcher, call: TargetCall): Promise<CallResult> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const collector = createCollector(MAX_STORED_BODY_BYTES);
    let controller: Dispatcher.DispatchController | null = null;
    let settled = false;
    const settle = (error: CallError | null) => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      resolve({ ...collector.result(error), durationMs: Math.round(performance.now() - startedAt), error });
    };
    const limit = setTimeout(() => {
      settle(timeLimitError(call.timeoutMs));
      controller?.abort(new Error('time limit'));
    }, call.timeoutMs);
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        if (settled) started.abort(new Error('time limit'));
      },
      onResponseStart(_controller, status, headers) {
        collector.head(status, headers);
      },
      onResponseData(reading, chunk) {
        if (collector.take(chunk)) return;
        settle(null);
        reading.abort(new Error('enough'));
      },
      onResponseEnd: () => settle(null),
      onResponseError: (_controller, error) => settle(describeCallError(error)),
    };
    dispatch(dispatcher, call, handler, settle);
  });
}

function dispatch(
  dispatcher: Dispatcher,
  call: TargetCall,
  handler: Dispatcher.DispatchHandler,
  settle: (error: CallError) => void,
) {
  try {
    const url = new URL(call.url);
    const request = {
      origin: url.origin,
      path: url.pathname + url.search,
      method: call.method as Dispatcher.HttpMethod,
      headers: call.headers,
      body: call.body,
      // One above the total limit, so that the total limit is what speaks.
      headersTimeout: call.timeoutMs + 1_000,
      bodyTimeout: call.timeoutMs + 1_000,
    };
    dispatcher.dispatch(request, handler);
  } catch (error) {
    // undici refuses a request it cannot send (a header value, say) by throwing here.
    settle(describeCallError(error as Error));
  }
}
