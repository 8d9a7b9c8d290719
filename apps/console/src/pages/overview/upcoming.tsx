import { Alert, Badge, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { DataOf } from '@carillon/client/rest';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { formatCount } from '../../components/format';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/section';
import { TimeChart } from '../../components/time-chart';
import { Spikes } from './spikes';

type Forecast = DataOf<'getUpcomingFirings'>;

const SHOWN_HOSTS = 5;

/** What is due in the next hour, minute by minute, and where it comes too thick for one target. */
export function Upcoming() {
  const { t } = useTranslation('overview');
  const forecast = useOperation('getUpcomingFirings', {});
  return (
    <Section title={t('upcoming.title')}>
      <Loaded of={forecast} lines={5}>
        {(data) => <ForecastView forecast={data} />}
      </Loaded>
    </Section>
  );
}

function ForecastView({ forecast: { minutes, hosts, spikes, truncated } }: { forecast: Forecast }) {
  const { t, i18n } = useTranslation('overview');
  const total = minutes.reduce((sum, { firings }) => sum + firings, 0);
  if (total === 0) return <Text size="sm">{t('upcoming.none')}</Text>;
  return (
    <>
      {spikes.length > 0 && <Spikes spikes={spikes} />}
      {truncated && (
        <Alert color="yellow" icon={<IconAlertTriangle />} mb="sm">
          {t('upcoming.truncated')}
        </Alert>
      )}
      <MinuteBars minutes={minutes} />
      <Group gap="xs" mt="xs">
        <Text size="sm" fw={600}>
          {t('upcoming.total', { count: total })}
        </Text>
        <Text size="sm">{t('upcoming.hosts')}</Text>
        {hosts.slice(0, SHOWN_HOSTS).map(({ host, firings }) => (
          <Badge key={host} variant="light" tt="none" maw="100%">
            {t('upcoming.host', { host, firings: formatCount(firings, i18n.language) })}
          </Badge>
        ))}
      </Group>
    </>
  );
}

function MinuteBars({ minutes }: { minutes: Forecast['minutes'] }) {
  const { t, i18n } = useTranslation('overview');
  const format = useCallback((value: number) => formatCount(value, i18n.language), [i18n.language]);
  const at = useMemo(() => minutes.map((minute) => new Date(minute.at).getTime()), [minutes]);
  const series = useMemo(
    () => [{ label: t('upcoming.series'), color: 'indigo', values: minutes.map(({ firings }) => firings) }],
    [minutes, t],
  );
  return (
    <TimeChart title={t('upcoming.chart')} at={at} series={series} kind="stackedBars" format={format} height={160} />
  );
}
