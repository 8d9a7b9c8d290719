import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { PageHeader } from '../../components/page-header';
import { FailingJobs } from './failing-jobs';
import { Figures } from './figures';
import { FirstSteps } from './first-steps';
import { RunsChart } from './runs-chart';
import { SpanSwitch, useSpan } from './span-switch';
import { Upcoming } from './upcoming';
import { UsagePanel } from './usage-panel';

/** How things stand: what fails first, then what ran, what is coming, and what is left of the plan. */
export function Page() {
  const { t } = useTranslation('overview');
  const { span, setSpan } = useSpan();
  const usage = useOperation('getUsage', {});
  const stats = useOperation('getRunStats', { query: { span } }, { keep: true });
  const isNew = usage.data?.current.jobs === 0;
  return (
    <>
      <PageHeader title={t('title')}>
        <SpanSwitch span={span} setSpan={setSpan} />
      </PageHeader>
      <Stack>
        {isNew && <FirstSteps />}
        {!isNew && <FailingJobs />}
        <Figures stats={stats} />
        <RunsChart stats={stats} span={span} />
        {!isNew && <Upcoming />}
        <UsagePanel usage={usage} />
      </Stack>
    </>
  );
}
