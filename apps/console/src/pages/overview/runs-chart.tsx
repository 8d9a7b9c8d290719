import type { CarillonError, DataOf } from '@carillon/client/rest';
import type { UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../components/format';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/section';
import { STATE_LOOKS } from '../../components/state-badge';
import { TimeChart } from '../../components/time-chart';
import type { Span } from './span-switch';

type Stats = DataOf<'getRunStats'>;

const OUTCOMES = ['succeeded', 'failed', 'skipped', 'missed', 'cancelled'] as const;

/** How many runs ended how, over time. */
export function RunsChart({ stats, span }: { stats: UseQueryResult<Stats, CarillonError>; span: Span }) {
  const { t } = useTranslation('overview');
  return (
    <Section title={t(`runsPer.${span}`)}>
      <Loaded of={stats} lines={6}>
        {(data) => <Bars buckets={data.buckets} title={t(`runsPer.${span}`)} />}
      </Loaded>
    </Section>
  );
}

function Bars({ buckets, title }: { buckets: Stats['buckets']; title: string }) {
  const { t, i18n } = useTranslation();
  const format = useCallback((value: number) => formatCount(value, i18n.language), [i18n.language]);
  const at = useMemo(() => buckets.map((bucket) => new Date(bucket.at).getTime()), [buckets]);
  const series = useMemo(
    () =>
      OUTCOMES.map((outcome) => ({
        label: t(`state.${outcome}`),
        color: STATE_LOOKS[outcome].color,
        values: buckets.map((bucket) => bucket[outcome]),
      })),
    [buckets, t],
  );
  return <TimeChart title={title} at={at} series={series} kind="stackedBars" format={format} />;
}
