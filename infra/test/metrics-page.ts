import { readFile } from 'node:fs/promises';

/** A row of docs/metrics.md. */
export interface DescribedMetric {
  /** The heading it stands under, e.g. `api and worker`. */
  of: string;
  name: string;
  type: string;
  labels: string[];
  unit: string;
  means: string;
}

/** Reads docs/metrics.md. */
export async function readMetricsPage(): Promise<DescribedMetric[]> {
  const page = await readFile(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const rows: DescribedMetric[] = [];
  let of = '';
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) of = line.slice(3);
    const [name, type = '', labels = '', unit = '', means = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    if (name?.startsWith('`') !== true) continue;
    rows.push({ of, name: bare(name), type, labels: labels === '' ? [] : labels.split(', ').map(bare), unit, means });
  }
  return rows;
}

const bare = (cell: string) => cell.replaceAll('`', '');

/** The names that series have, which for a histogram are three. */
export const seriesOf = ({ name, type }: DescribedMetric): string[] =>
  type === 'histogram' ? ['bucket', 'sum', 'count'].map((end) => `${name}_${end}`) : [name];
