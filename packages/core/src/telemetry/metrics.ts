import { setTimeout as delay } from 'node:timers/promises';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** A process's metrics: its registry and the makers that register with it. */
export interface Metrics {
  readonly registry: Registry;
  counter(name: string, help: string, labels?: string[]): Counter;
  /** With `collect`, a gauge is asked for when somebody reads it; one that cannot be read is left out of that scrape. */
  gauge(name: string, help: string, collect?: (gauge: Gauge) => void | Promise<void>, labels?: string[]): Gauge;
  histogram(name: string, help: string, buckets: number[], labels?: string[]): Histogram;
}

/** Below the 10 s after which Prometheus gives a scrape up, so that one silent part does not take all other figures along. */
const READ_WITHIN_MS = 5_500;

/** Metrics of one app; every name gets the prefix `carillon_` and every series the label `app`. */
export function createMetrics(app: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  const named = (name: string) => `carillon_${name}`;
  const counter: Metrics['counter'] = (name, help, labelNames = []) =>
    new Counter({ name: named(name), help, labelNames, registers: [registry] });
  const failures = counter('gauge_readings_failed_total', 'Gauges that could not be read, by name', ['gauge']);
  return {
    registry,
    counter,
    gauge: (name, help, collect, labelNames = []) =>
      new Gauge({
        name: named(name),
        help,
        labelNames,
        registers: [registry],
        ...(collect && {
          async collect(this: Gauge) {
            const read = Promise.resolve(collect(this)).then(() => true as const);
            if (await inTime(read)) return;
            failures.inc({ gauge: named(name) });
            forget(this, labelNames);
          },
        }),
      }),
    histogram: (name, help, buckets, labelNames = []) =>
      new Histogram({ name: named(name), help, buckets, labelNames, registers: [registry] }),
  };
}

async function inTime(read: Promise<true>): Promise<boolean> {
  const done = new AbortController();
  const late = delay(READ_WITHIN_MS, false, { signal: done.signal, ref: false }).catch(() => false);
  return Promise.race([read.catch(() => false), late]).finally(() => done.abort());
}

/** Without a value there is no series. A reset would say 0 where there are no labels. */
function forget(gauge: Gauge, labelNames: readonly string[]): void {
  gauge.reset();
  if (labelNames.length === 0) gauge.remove();
}
