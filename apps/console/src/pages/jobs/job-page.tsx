import { Group, SimpleGrid, Stack } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useOperation } from '../../api/use-operation';
import { Loaded } from '../../components/loaded';
import { OutcomeStrip } from '../../components/outcome-strip';
import { PageHeader } from '../../components/page-header';
import { useOutcomes } from '../../components/use-outcomes';
import { JobActions } from './job-actions';
import { JobBadges } from './job-badges';
import { JobCharts } from './job-charts';
import { JobFacts } from './job-facts';
import { JobRuns } from './job-runs';
import { UpcomingFirings } from './upcoming-firings';

/** One cron job: what it does, when it fires next, how its runs went, and what can be done with it. */
export function Page() {
  const { jobId = '' } = useParams();
  const { t } = useTranslation('jobs');
  const job = useOperation('getJob', { path: { jobId } });
  if (job.data !== undefined) return <JobView key={jobId} job={job.data} />;
  return (
    <>
      <PageHeader title={t('title')} />
      <Loaded of={job}>{() => null}</Loaded>
    </>
  );
}

function JobView({ job }: { job: Components['schemas']['Job'] }) {
  return (
    <>
      <PageHeader title={job.name} hint={<JobHint job={job} />}>
        <JobActions job={job} />
      </PageHeader>
      <Stack>
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <JobFacts job={job} />
          <UpcomingFirings job={job} />
        </SimpleGrid>
        <JobCharts jobId={job.id} />
        <JobRuns jobId={job.id} />
      </Stack>
    </>
  );
}

function JobHint({ job }: { job: Components['schemas']['Job'] }) {
  const runs = useOutcomes([job.id]).get(job.id);
  return (
    <Group gap="sm" mt={4}>
      <JobBadges job={job} />
      {runs !== undefined && <OutcomeStrip name={job.name} runs={runs} />}
    </Group>
  );
}
