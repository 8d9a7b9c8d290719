import { got, TimeoutError, type Request, type Response } from 'got';
import type { CallError } from '../domain/run/outcome.js';
import { MAX_RESPONSE_BYTES } from '../domain/webhook/limits.js';
import { describeCallError, timeLimitError } from './call-error.js';
import { EgressDeniedError } from './egress-denied-error.js';
import type { Egress } from './egress.js';

/** One POST to a receiver. */
export interface WebhookRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** From the first byte sent to the last one read. */
  timeoutMs: number;
}

/** What came of it. `status` is 0 when there was no response; of its headers there is what says when to come again. */
export interface WebhookAnswer {
  status: number;
  headers: Record<string, string>;
  durationMs: number;
  error: CallError | null;
}

type Way = Pick<Egress, 'agents' | 'refuses'>;

/**
 * Sends a delivery and tells what came of it; never rejects. Redirects are answers, and nothing is tried again here: both
 * are decided where they can be written down. Of the response at most 64 KiB are read, and none kept.
 */
export async function sendWebhook(way: Way, request: WebhookRequest): Promise<WebhookAnswer> {
  const startedAt = performance.now();
  const answer = way.refuses(request.url) ? failed(new EgressDeniedError()) : await post(way, request);
  return { ...answer, durationMs: Math.round(performance.now() - startedAt) };
}

type Outcome = Omit<WebhookAnswer, 'durationMs'>;

function post({ agents }: Way, { url, headers, body, timeoutMs }: WebhookRequest): Promise<Outcome> {
  return new Promise((resolve) => {
    let outcome: Outcome | null = null;
    const stream = open(() =>
      got.stream.post(url, {
        headers: { ...headers },
        body,
        agent: agents,
        retry: { limit: 0 },
        timeout: { request: timeoutMs },
        followRedirect: false,
        throwHttpErrors: false,
        decompress: false,
      }),
    );
    if (stream instanceof Error) return resolve(failed(stream));
    stream.on('response', (response: Response) => (outcome = answered(response)));
    stream.on('error', (error: Error) => {
      resolve(error instanceof TimeoutError ? outOfTime(timeoutMs) : failed(error));
    });
    stream.on('end', () => resolve(outcome ?? failed(new Error('no response'))));
    let read = 0;
    stream.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (read <= MAX_RESPONSE_BYTES || outcome === null) return;
      resolve(outcome);
      stream.destroy();
    });
  });
}

/** got refuses a request that it cannot send by throwing. */
function open(make: () => Request): Request | Error {
  try {
    return make();
  } catch (error) {
    return error as Error;
  }
}

function answered({ statusCode, headers }: Response): Outcome {
  const { date = '', 'retry-after': retryAfter = '' } = headers;
  return { status: statusCode, headers: { date, 'retry-after': retryAfter }, error: null };
}

const outOfTime = (timeoutMs: number): Outcome => ({ status: 0, headers: {}, error: timeLimitError(timeoutMs) });

const failed = (error: Error & { code?: unknown }): Outcome => ({
  status: 0,
  headers: {},
  error: describeCallError(error),
});
