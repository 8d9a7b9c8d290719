import type { Gauge } from 'prom-client';
import type { Metrics } from './metrics.js';

/** What one reading says, for each set of labels. */
export interface Figures<Name extends string> {
  labels?: Record<string, string>;
  values: Record<Name, number>;
}

/** Gauges that one reading fills, by name without the prefix. */
export interface FigureOptions<Name extends string> {
  helps: Record<Name, string>;
  labels?: string[];
  read: () => Promise<readonly Figures<Name>[]>;
}

/**
 * Makes gauges that are read together when somebody asks for the metrics, in one statement however many they are. Should
 * that fail they have no values until it works again: what was true before says nothing now.
 */
export function trackFigures<Name extends string>(metrics: Metrics, options: FigureOptions<Name>): void {
  const { helps, labels = [], read } = options;
  const names = Object.keys(helps) as Name[];
  let reading: Promise<readonly Figures<Name>[]> | undefined;
  // A scrape asks all gauges in the same moment: those after the first share its question.
  const shared = () => (reading ??= read().finally(() => (reading = undefined)));
  for (const name of names) {
    const collect = async (gauge: Gauge) => {
      const figures = await shared();
      gauge.reset();
      for (const { labels: of, values } of figures) gauge.set(of ?? {}, values[name]);
    };
    metrics.gauge(name, helps[name], collect, labels);
  }
}
