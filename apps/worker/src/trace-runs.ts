import type { Queryable } from '@carillon/core/db/client';
import { readTraceparents } from '@carillon/core/db/queries/run-traces';
import { formatRunId } from '@carillon/core/domain/ids';
import type { RunQueue } from '@carillon/core/domain/run/queues';
import { formatTraceparent, parseTraceparent, type TraceContext } from '@carillon/core/domain/trace/trace-context';
import type { FinishedRun } from '@carillon/core/engine/finish-runs';
import type { RunBatchMessage } from '@carillon/core/queues/message';
import type { SpanFacts, Tracing } from '@carillon/core/telemetry/tracing';
import type { RunnerDeps } from './runner.js';

type Handler = (message: RunBatchMessage) => Promise<void>;

/** A worker's runs, told of as they go. */
export interface TracedRuns {
  deps: RunnerDeps;
  /** Tells of each batch that a handler works on. */
  handle: (queue: RunQueue, handler: Handler) => Handler;
}

/**
 * Puts spans around what a worker does with runs: the batch, each attempt's call, the write of each outcome. The batch is
 * a trace of its own, since its runs are of many; what is done for a run is part of that run's trace.
 */
export function traceRuns(tracing: Tracing, pg: Queryable, deps: RunnerDeps): TracedRuns {
  // Of the batches in hand: the spans that their runs by hand are part of.
  const requested = new Map<string, TraceContext>();
  const contextOf = (runId: string) => requested.get(runId) ?? tracing.ofRun(runId);
  return {
    deps: {
      ...deps,
      async start(message) {
        const started = await deps.start(message);
        const byHand = started.runs.filter((run) => run.queue === 'manual-runs').map((run) => run.runId);
        if (byHand.length > 0) await learn(pg, byHand, requested);
        return started;
      },
      call: traceCalls(tracing, deps.call, contextOf),
      outcomes: traceOutcomes(tracing, deps.outcomes, contextOf),
      onFinished: (run, jobName) => tracing.within(contextOf(run.runId), () => deps.onFinished(run, jobName)),
    },
    handle: (queue, handler) => async (message) => {
      const facts = {
        'messaging.system': 'bullmq',
        'messaging.operation.type': 'process',
        'messaging.destination.name': queue,
        'carillon.batch.id': message.batchId,
        'carillon.runs': message.runIds.length,
      };
      const forget = () => message.runIds.forEach((runId) => requested.delete(runId));
      await tracing
        .trace(`process ${queue}`, { kind: 'consumer', parent: null, facts }, () => handler(message))
        .finally(forget);
    },
  };
}

/** Which request a run belongs to is good to know, and no more: a run is not held up for it. */
async function learn(pg: Queryable, runIds: readonly string[], known: Map<string, TraceContext>): Promise<void> {
  const found = await readTraceparents(pg, runIds).catch(() => new Map<string, string>());
  for (const [runId, traceparent] of found) {
    const context = parseTraceparent(traceparent);
    if (context !== null) known.set(runId, context);
  }
}

type ContextOf = (runId: string) => TraceContext;

function traceCalls(tracing: Tracing, call: RunnerDeps['call'], contextOf: ContextOf): RunnerDeps['call'] {
  return (target, run) => {
    const batch = tracing.current();
    const facts = {
      ...whereTo(target.url, target.method),
      'carillon.run.id': formatRunId(run.runId),
      'carillon.job.id': run.cronJobId,
      'carillon.attempt': run.attempt,
    };
    const links = batch === null ? [] : [batch];
    const parent = contextOf(run.runId);
    return tracing.trace(target.method, { kind: 'client', parent, links, facts }, async (span) => {
      const headers = withTraceparent(target.headers, span.context);
      const result = await call({ ...target, headers }, run);
      if (result.status !== 0) span.add({ 'http.response.status_code': result.status });
      if (result.error !== null) span.fail(result.error.code);
      else if (result.status >= 400) span.fail(String(result.status));
      return result;
    });
  };
}

function traceOutcomes(
  tracing: Tracing,
  outcomes: RunnerDeps['outcomes'],
  contextOf: ContextOf,
): RunnerDeps['outcomes'] {
  return {
    get pending() {
      return outcomes.pending;
    },
    add: (run) => {
      const parent = contextOf(run.runId);
      return tracing.trace('write outcome', { parent, facts: factsOf(run) }, () => outcomes.add(run));
    },
  };
}

function factsOf({ runId, attempt, state, retryInMs }: FinishedRun): SpanFacts {
  const outcome = { 'carillon.run.id': formatRunId(runId), 'carillon.attempt': attempt, 'carillon.state': state };
  return retryInMs === null ? outcome : { ...outcome, 'carillon.retry_in_ms': retryInMs };
}

/** The host alone: paths and queries of targets hold secrets as often as not. */
export function whereTo(url: string, method: string): SpanFacts {
  if (!URL.canParse(url)) return { 'http.request.method': method };
  const { hostname, port, protocol } = new URL(url);
  return {
    'http.request.method': method,
    'server.address': hostname,
    'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    'url.scheme': protocol.slice(0, -1),
  };
}

/** In the place of the one that names the run alone. */
function withTraceparent(headers: readonly string[], context: TraceContext): string[] {
  const others = headers.flatMap((name, i) =>
    i % 2 === 0 && name.toLowerCase() !== 'traceparent' ? [name, headers[i + 1] ?? ''] : [],
  );
  return [...others, 'traceparent', formatTraceparent(context)];
}
