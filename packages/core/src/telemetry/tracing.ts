import type { TraceContext } from '../domain/trace/trace-context.js';

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';
export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  kind?: SpanKind;
  /** Null: it begins a trace. Unsaid: it is part of the span under way, if there is one. */
  parent?: TraceContext | null;
  /** Of one that begins a trace: ids that other processes know beforehand. */
  ids?: Omit<TraceContext, 'sampled'>;
  /** Spans of other traces that it has to do with. */
  links?: readonly TraceContext[];
  facts?: SpanFacts;
}

/** Something under way that a trace tells of. */
export interface Span {
  readonly context: TraceContext;
  rename(name: string): void;
  add(facts: SpanFacts): void;
  /** Notes that it failed, as what: a code, never a message that may hold what somebody sent. */
  fail(code: string): void;
  end(): void;
}

/** Traces of this process. There is none unless an operator asks for it: then nothing of this is loaded or done. */
export interface Tracing {
  start(name: string, options?: SpanOptions): Span;
  /** Does work as a span: what it begins is part of that, and if it throws it has failed. */
  trace<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T>;
  /** Does something as part of a span that this or another process began. */
  within<T>(context: TraceContext, work: () => T): T;
  /** The span under way. */
  current(): TraceContext | null;
  /** The context of a run that no request began: what its spans are part of. */
  ofRun(runUuid: string): TraceContext;
  /** Sends what is left, as far as the collector takes it in time. Never rejects. */
  close(): Promise<void>;
}
