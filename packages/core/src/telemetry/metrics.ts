import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** A process's metrics: its registry and the makers that register with it. */
export interface Metrics {
  readonly registry: Registry;
  counter(name: string, help: string, labels?: string[]): Counter;
  gauge(name: string, help: string, collect?: (gauge: Gauge) => void | Promise<void>, labels?: string[]): Gauge;
  histogram(name: string, help: string, buckets: number[], labels?: string[]): Histogram;
}

/** Metrics of one app; every name gets the prefix `carillon_` and every series the label `app`. */
export function createMetrics(app: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  const named = (name: string) => `carillon_${name}`;
  return {
    registry,
    counter: (name, help, labelNames = []) =>
      new Counter({ name: named(name), help, labelNames, registers: [registry] }),
    gauge: (name, help, collect, labelNames = []) =>
      new Gauge({
        name: named(name),
        help,
        labelNames,
        registers: [registry],
        ...(collect && {
          async collect(this: Gauge) {
            await collect(this);
          },
        }),
      }),
    histogram: (name, help, buckets, labelNames = []) =>
      new Histogram({ name: named(name), help, buckets, labelNames, registers: [registry] }),
  };
}
