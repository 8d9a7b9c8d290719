import { randomUUID } from 'node:crypto';
import { context, ROOT_CONTEXT, SpanKind as OtelKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, Span as OtelSpan, SpanContext, Tracer } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { detectResources, envDetector, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { TracingConfig } from '../config/tracing-fields.js';
import { traceOfRun, type TraceContext } from '../domain/trace/trace-context.js';
import { isDoneWithin } from '../queues/is-done-within.js';
import { VERSION } from '../version.js';
import { createSpanIds, type SpanIds } from './span-ids.js';
import type { Span, SpanKind, SpanOptions, Tracing } from './tracing.js';

/** Part of the grace period: a collector that is away must not hold up the end of a process. */
const CLOSES_WITHIN_MS = 1_000;

/** A collector that is away is away for every export; it is told of once a minute. */
const TELL_EVERY_MS = 60_000;

/**
 * Starts the SDK. Sampling, limits, and the collector's headers and certificates are read by it from the standard
 * variables; what waits for the collector is bounded (`OTEL_BSP_MAX_QUEUE_SIZE`), and dropped beyond.
 */
export async function startTracing(config: TracingConfig, onTrouble: (reason: string) => void): Promise<Tracing> {
  tellOfTrouble(onTrouble);
  const ids = createSpanIds();
  const exporter = await createExporter(config.protocol);
  const provider = new NodeTracerProvider({
    resource: describeProcess(config.serviceName),
    idGenerator: ids,
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  // Keeps the span under way with the work, however often that waits.
  provider.register({ propagator: null });
  const tracer = provider.getTracer('carillon', VERSION);
  const start: Tracing['start'] = (name, options = {}) => asSpan(startSpan(tracer, ids, name, options));
  return {
    start,
    trace: (name, options, work) => carryOut(startSpan(tracer, ids, name, options), work),
    within: (of, work) => context.with(remote(of), work),
    current: () => currentOf(context.active()),
    ofRun(runUuid) {
      const known = traceOfRun(runUuid);
      // Never ended and so never sent: it only asks the sampler, which decides by the trace's id alone.
      return asSpan(startSpan(tracer, ids, 'run', { parent: null, ids: known })).context;
    },
    close: async () => void (await isDoneWithin(CLOSES_WITHIN_MS, provider.shutdown())),
  };
}

function tellOfTrouble(onTrouble: (reason: string) => void): void {
  let toldAtMs = -Infinity;
  setGlobalErrorHandler((error) => {
    if (performance.now() - toldAtMs < TELL_EVERY_MS) return;
    toldAtMs = performance.now();
    onTrouble((error instanceof Error ? error.message : JSON.stringify(error)).slice(0, 300));
  });
}

/** One of the two encodings is loaded. Where the collector is they read themselves. */
async function createExporter(protocol: TracingConfig['protocol']): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await (protocol === 'http/json'
    ? import('@opentelemetry/exporter-trace-otlp-http')
    : import('@opentelemetry/exporter-trace-otlp-proto'));
  return new OTLPTraceExporter();
}

function describeProcess(serviceName: string): Resource {
  const ours = { 'service.namespace': 'carillon', 'service.version': VERSION, 'service.instance.id': randomUUID() };
  const given = detectResources({ detectors: [envDetector] });
  return resourceFromAttributes(ours)
    .merge(given)
    .merge(resourceFromAttributes({ 'service.name': serviceName }));
}

const KINDS: Record<SpanKind, OtelKind> = {
  internal: OtelKind.INTERNAL,
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  producer: OtelKind.PRODUCER,
  consumer: OtelKind.CONSUMER,
};

function startSpan(tracer: Tracer, ids: SpanIds, name: string, options: SpanOptions): OtelSpan {
  const { kind = 'internal', parent, links = [], facts = {} } = options;
  const under = parent === undefined ? context.active() : parent === null ? ROOT_CONTEXT : remote(parent);
  const start = () =>
    tracer.startSpan(
      name,
      { kind: KINDS[kind], links: links.map((link) => ({ context: toOtel(link) })), attributes: { ...facts } },
      under,
    );
  return options.ids === undefined ? start() : ids.use(options.ids, start);
}

async function carryOut<T>(span: OtelSpan, work: (span: Span) => Promise<T>): Promise<T> {
  const ours = asSpan(span);
  try {
    return await context.with(trace.setSpan(context.active(), span), work, undefined, ours);
  } catch (error) {
    ours.fail(error instanceof Error ? error.name : 'error');
    throw error;
  } finally {
    span.end();
  }
}

function asSpan(span: OtelSpan): Span {
  return {
    context: toOurs(span.spanContext()),
    rename: (name) => void span.updateName(name),
    add: (facts) => void span.setAttributes({ ...facts }),
    fail: (code) => void span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', code),
    end: () => span.end(),
  };
}

const SAMPLED: number = TraceFlags.SAMPLED;

const remote = (of: TraceContext): Context => trace.setSpanContext(ROOT_CONTEXT, toOtel(of));

function currentOf(active: Context): TraceContext | null {
  const found = trace.getSpanContext(active);
  return found === undefined ? null : toOurs(found);
}

function toOtel({ traceId, spanId, sampled }: TraceContext): SpanContext {
  return { traceId, spanId, traceFlags: sampled ? SAMPLED : TraceFlags.NONE, isRemote: true };
}

function toOurs({ traceId, spanId, traceFlags }: SpanContext): TraceContext {
  return { traceId, spanId, sampled: (traceFlags & SAMPLED) !== 0 };
}
