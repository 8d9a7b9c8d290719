import { Anchor } from '@mantine/core';
import type { CarillonError, DataOf } from '@carillon/client/rest';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/section';
import { Gauges } from '../account/gauges';

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
