import { formatRunId } from '../ids.js';

/** What the headers of a call are made from. */
export interface CallFacts {
  runId: string;
  cronJobId: string;
  attempt: number;
  scheduledFor: Date;
  headers: Record<string, string> | null;
  body: string | null;
  /** The run that this one repeats. */
  replayOf?: string | null;
  /** It is tried out, and no run of anything. */
  isTest?: boolean;
}

/**
 * The headers of a call, as name, value, name, value …: the form the HTTP client takes without another copy. Ours come
 * last, and no user header of the same name is kept, so that none can stand in for them. `Idempotency-Key` is the run's
 * id: the same on every attempt, so that a target can tell a repeat from a new run.
 * @param version of Carillon, for `User-Agent`.
 */
export function requestHeaders(facts: CallFacts, version: string): string[] {
  const id = formatRunId(facts.runId);
  const headers: string[] = [];
  let typed = false;
  for (const [name, value] of Object.entries(facts.headers ?? {})) {
    const lower = name.toLowerCase();
    if (OURS.has(lower)) continue;
    typed ||= lower === 'content-type';
    headers.push(name, value);
  }
  if (facts.body !== null && !typed) headers.push('content-type', guessContentType(facts.body));
  headers.push('user-agent', `Carillon/${version}`, 'idempotency-key', id, 'carillon-job-id', facts.cronJobId);
  headers.push('carillon-run-id', id, 'carillon-attempt', String(facts.attempt));
  headers.push('carillon-scheduled-for', facts.scheduledFor.toISOString());
  headers.push('traceparent', traceparent(id.slice('log_'.length), facts.attempt));
  if (facts.replayOf !== undefined && facts.replayOf !== null)
    headers.push('carillon-replay-of', formatRunId(facts.replayOf));
  if (facts.isTest === true) headers.push('x-carillon-test', 'true');
  return headers;
}

const OURS = new Set([
  'user-agent',
  'idempotency-key',
  'carillon-job-id',
  'carillon-run-id',
  'carillon-attempt',
  'carillon-scheduled-for',
  'carillon-replay-of',
  'traceparent',
  'x-carillon-test',
]);

/** A body sent without a content type is taken for JSON when it looks like it. */
function guessContentType(body: string): string {
  return /^\s*[[{]/.test(body) ? 'application/json' : 'text/plain; charset=utf-8';
}

/**
 * W3C trace context: the run is the trace, the attempt a span of it.
 * @param trace the hex digits of the run's id.
 */
function traceparent(trace: string, attempt: number): string {
  return `00-${trace}-${trace.slice(-12)}${attempt.toString(16).padStart(4, '0')}-01`;
}
