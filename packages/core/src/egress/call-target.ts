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
 * Performs a call and tells what came of it; never rejects. One total limit instead of undici's idle limits: a response
 * that drips a byte now and then would never trip those. Redirects are answers, not followed.
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
    const request = {
      ...splitUrl(call.url),
      method: call.method,
      headers: call.headers,
      body: call.body,
      // The total limit covers both, and two timers a call are saved.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    dispatcher.dispatch(request, handler);
  } catch (error) {
    // undici refuses a request it cannot send (a header value, say) by throwing here.
    settle(describeCallError(error as Error));
  }
}

interface SplitUrl {
  origin: string;
  path: string;
}

/** The targets of a herd are few: parsing a URL takes 2 µs, finding it 0.1. */
const MAX_SPLIT = 1_000;
const split = new Map<string, SplitUrl>();

function splitUrl(text: string): SplitUrl {
  const known = split.get(text);
  if (known !== undefined) return known;
  const { origin, pathname, search } = new URL(text);
  const parts = { origin, path: pathname + search };
  if (split.size >= MAX_SPLIT) split.clear();
  split.set(text, parts);
  return parts;
}
