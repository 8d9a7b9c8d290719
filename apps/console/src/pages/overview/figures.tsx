import { Anchor, Card, SimpleGrid, Text } from '@mantine/core';
import type { CarillonError, DataOf } from '@carillon/client/rest';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperation } from '../../api/use-operation';
import { formatCount, formatMs, formatShare } from '../../components/format';
import { Loaded } from '../../components/loaded';

type Stats = DataOf<'getRunStats'>;

/** How runs went, in figures. */
export function Figures({ stats }: { stats: UseQueryResult<Stats, CarillonError> }) {
  return (
    <Loaded of={stats} lines={2}>
      {(data) => <FigureRow stats={data} />}
    </Loaded>
  );
}

function FigureRow({ stats: { totals, successRate, lateness, duration } }: { stats: Stats }) {
  const { t, i18n } = useTranslation('overview');
  const count = (value: number) => formatCount(value, i18n.language);
  const ended = totals.succeeded + totals.failed;
  return (
    <SimpleGrid cols={{ base: 2, md: 3, xl: 6 }} role="group" aria-label={t('figure.group')}>
      <Figure
        label={t('figure.success')}
        value={formatShare(successRate, i18n.language)}
        hint={
          ended === 0
            ? t('figure.noRuns')
            : t('figure.successHint', { succeeded: count(totals.succeeded), ended: count(ended) })
        }
      />
      <Figure label={t('figure.latenessP50')} value={formatMs(lateness?.p50Ms)} hint={t('figure.latenessHint')} />
      <Figure label={t('figure.latenessP99')} value={formatMs(lateness?.p99Ms)} hint={t('figure.latenessHint')} />
      <Figure
        label={t('figure.duration')}
        value={formatMs(duration?.p50Ms)}
        hint={t('figure.durationHint', { p99: formatMs(duration?.p99Ms) })}
      />
      <Figure label={t('figure.underWay')} value={count(totals.queued)} hint="" />
      <OpenIncidents />
    </SimpleGrid>
  );
}

/** Of worker jobs; not there for a key that may not see them. */
function OpenIncidents() {
  const { t, i18n } = useTranslation('overview');
  const { data } = useOperation('getIncidentStats', {});
  if (data === undefined) return null;
  const { open } = data.summary;
  return (
    <Figure
      label={t('figure.incidents')}
      value={formatCount(open, i18n.language)}
      isBad={open > 0}
      hint={
        open === 0 ? (
          t('figure.incidentsNone')
        ) : (
          <Anchor component={Link} to="/incidents" size="xs">
            {t('figure.incidentsLink')}
          </Anchor>
        )
      }
    />
  );
}

interface FigureProps {
  label: string;
  value: string;
  hint: ReactNode;
  isBad?: boolean;
}

function Figure({ label, value, hint, isBad = false }: FigureProps) {
  return (
    <Card withBorder p="sm">
      <Text size="xs" fw={600}>
        {label}
      </Text>
      <Text size="xl" fw={700} my={2} {...(isBad && { c: 'var(--mantine-color-red-text)' })}>
        {value}
      </Text>
      <Text size="xs" c="dimmed" component="div">
        {hint}
      </Text>
    </Card>
  );
}
