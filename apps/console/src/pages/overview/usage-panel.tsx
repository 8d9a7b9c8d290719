import { Anchor, SimpleGrid } from '@mantine/core';
import type { CarillonError, DataOf } from '@carillon/client/rest';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/section';
import { Gauge } from '../account/gauge';

type Usage = DataOf<'getUsage'>;

/** What is used of the plan. */
export function UsagePanel({ usage }: { usage: UseQueryResult<Usage, CarillonError> }) {
  const { t } = useTranslation('overview');
  const details = (
    <Anchor component={Link} to="/usage" size="sm">
      {t('usage.link')}
    </Anchor>
  );
  const plan = usage.data?.limits.plan ?? '';
  return (
    <Section title={t('usage.title', { plan })} actions={details}>
      <Loaded of={usage} lines={2}>
        {(data) => <Gauges usage={data} />}
      </Loaded>
    </Section>
  );
}

function Gauges({ usage: { current, monthly, daily, limits } }: { usage: Usage }) {
  const { t } = useTranslation('account');
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Gauge label={t('usage.jobs')} used={current.jobs} limit={limits.maxJobs} hint={t('usage.resets.none')} />
      <Gauge
        label={t('usage.runs')}
        used={monthly.executions}
        limit={limits.monthlyRuns}
        hint={t('usage.resets.month')}
      />
      <Gauge
        label={t('usage.apiCalls')}
        used={daily.apiCalls}
        limit={limits.dailyApiCalls}
        hint={t('usage.resets.day')}
      />
    </SimpleGrid>
  );
}
