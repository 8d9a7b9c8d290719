import { SimpleGrid } from '@mantine/core';
import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Gauge } from './gauge';

interface GaugesProps {
  usage: DataOf<'getUsage'>;
  /** Keys too, which hardly ever run out. */
  withKeys?: boolean;
}

/** What is used of each limit. */
export function Gauges({ usage: { current, monthly, daily, limits }, withKeys = false }: GaugesProps) {
  const { t } = useTranslation('account');
  const gauges = [
    { label: t('usage.jobs'), used: current.jobs, limit: limits.maxJobs, hint: t('usage.resets.none') },
    { label: t('usage.runs'), used: monthly.executions, limit: limits.monthlyRuns, hint: t('usage.resets.month') },
    { label: t('usage.apiCalls'), used: daily.apiCalls, limit: limits.dailyApiCalls, hint: t('usage.resets.day') },
  ];
  const keys = {
    label: t('usage.apiKeys'),
    used: current.apiKeys,
    limit: limits.maxApiKeys,
    hint: t('usage.resets.none'),
  };
  const shown = withKeys ? [...gauges, keys] : gauges;
  return (
    <SimpleGrid cols={{ base: 1, sm: withKeys ? 2 : 3, lg: shown.length }}>
      {shown.map((gauge) => (
        <Gauge key={gauge.label} {...gauge} />
      ))}
    </SimpleGrid>
  );
}
