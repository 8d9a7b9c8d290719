import { RandomIdGenerator, type IdGenerator } from '@opentelemetry/sdk-trace-node';
import type { TraceContext } from '../domain/trace/trace-context.js';

type Ids = Omit<TraceContext, 'sampled'>;

/** Makes the ids of spans. */
export interface SpanIds extends IdGenerator {
  /** Starts a span, at once, under ids that are known beforehand. */
  use<T>(ids: Ids, start: () => T): T;
}

export function createSpanIds(): SpanIds {
  const random = new RandomIdGenerator();
  let known: Ids | null = null;
  return {
    generateTraceId: () => known?.traceId ?? random.generateTraceId(),
    generateSpanId: () => known?.spanId ?? random.generateSpanId(),
    use(ids, start) {
      known = ids;
      try {
        return start();
      } finally {
        known = null;
      }
    },
  };
}
