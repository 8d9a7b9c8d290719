import { SimpleGrid } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { formatMs } from '../../components/format';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/section';
import { TimeChart } from '../../components/time-chart';
import { chartData } from './chart-data';

const RUNS = 100;

/** How long the last runs of a job took, and how late they began. */
export function JobCharts({ jobId }: { jobId: string }) {
  const { t } = useTranslation('jobs');
  const logs = useOperation('listJobLogs', { path: { jobId }, query: { limit: RUNS } });
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      <Section title={t('chart.duration')}>
        <Loaded of={logs}>{(data) => <DurationChart logs={data} />}</Loaded>
      </Section>
      <Section title={t('chart.lateness')}>
        <Loaded of={logs}>{(data) => <LatenessChart logs={data} />}</Loaded>
      </Section>
    </SimpleGrid>
  );
}

type Logs = readonly Components['schemas']['Log'][];

function DurationChart({ logs }: { logs: Logs }) {
  const { t } = useTranslation(['jobs', 'common']);
  const { at, succeeded, failed } = useMemo(() => chartData(logs), [logs]);
  const series = useMemo(
    () => [
      { label: t('common:state.succeeded'), color: 'teal', values: succeeded },
      { label: t('common:state.failed'), color: 'red', values: failed },
    ],
    [succeeded, failed, t],
  );
  return <TimeChart title={t('chart.duration')} at={at} series={series} kind="points" format={formatMs} height={180} />;
}

function LatenessChart({ logs }: { logs: Logs }) {
  const { t } = useTranslation(['jobs', 'runs']);
  const { at, lateness } = useMemo(() => chartData(logs), [logs]);
  const series = useMemo(
    () => [{ label: t('runs:column.lateness'), color: 'indigo', values: lateness }],
    [lateness, t],
  );
  return <TimeChart title={t('chart.lateness')} at={at} series={series} kind="points" format={formatMs} height={180} />;
}
