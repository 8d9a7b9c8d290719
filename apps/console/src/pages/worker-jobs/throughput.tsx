import type { DataOf } from '@carillon/client/rest';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { formatCount } from '../../components/format';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/section';
import { TimeChart } from '../../components/time-chart';
import type { Period } from './periods';

type Timeline = DataOf<'getWorkerJobTimeline'>;

const LAYERS = [
  { name: 'completed', color: 'teal' },
  { name: 'failed', color: 'red' },
  { name: 'cancelled', color: 'gray' },
  { name: 'active', color: 'blue' },
  { name: 'waiting', color: 'yellow' },
] as const;

/** How many jobs came when, and what has become of them: a pile that stays yellow is one that nobody works on. */
export function Throughput({ period }: { period: Period }) {
  const { t } = useTranslation('workerJobs');
  const timeline = useOperation('getWorkerJobTimeline', { query: { period } }, { keep: true });
  return (
    <Section title={t('chart.title')}>
      <Loaded of={timeline}>{(data) => <Chart timeline={data} />}</Loaded>
    </Section>
  );
}

function Chart({ timeline: { buckets } }: { timeline: Timeline }) {
  const { t, i18n } = useTranslation('workerJobs');
  const at = useMemo(() => buckets.map((bucket) => Date.parse(bucket.at)), [buckets]);
  const series = useMemo(
    () =>
      LAYERS.map(({ name, color }) => ({
        label: t(`chart.${name}`),
        color,
        values: buckets.map((bucket) => bucket[`${name}_jobs`]),
      })),
    [buckets, t],
  );
  const format = useMemo(() => (value: number) => formatCount(value, i18n.language), [i18n.language]);
  return <TimeChart title={t('chart.title')} at={at} series={series} kind="stackedBars" format={format} />;
}
