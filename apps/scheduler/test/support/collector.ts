import { startSink } from '@carillon/testkit/sink';

/** A span as a collector gets it. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  service: string;
  facts: Record<string, string | number>;
  links: string[];
}

/** As much of a collector as there has to be: OTLP over HTTP, in JSON. */
export interface Collector {
  url: string;
  spans(): CollectedSpan[];
  /** All that was sent to it. */
  text(): string;
  close(): Promise<void>;
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number; doubleValue?: number };
}
interface Sent {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: SentSpan[] }[] }[];
}
interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: Attribute[];
  links?: { spanId: string }[];
}

export async function startCollector(): Promise<Collector> {
  const sink = await startSink({ answer: () => ({ body: '{}', headers: { 'content-type': 'application/json' } }) });
  const sent = () => sink.to('/v1/traces').map((request) => JSON.parse(request.body) as Sent);
  return {
    url: sink.url,
    spans: () =>
      sent()
        .flatMap(({ resourceSpans }) => resourceSpans)
        .flatMap(({ resource, scopeSpans }) => {
          const service = String(factsOf(resource.attributes)['service.name']);
          return scopeSpans.flatMap(({ spans }) => spans.map((span) => collected(span, service)));
        }),
    text: () => sink.requests.map((request) => request.body).join('\n'),
    close: () => sink.close(),
  };
}

function collected({ parentSpanId = '', attributes, links = [], ...span }: SentSpan, service: string): CollectedSpan {
  const { traceId, spanId, name } = span;
  const facts = factsOf(attributes);
  return { traceId, spanId, parentSpanId, name, service, facts, links: links.map((link) => link.spanId) };
}

function factsOf(attributes: readonly Attribute[]): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.doubleValue ?? '']),
  );
}
