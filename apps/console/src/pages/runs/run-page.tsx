import { Anchor, Group, SimpleGrid, Stack } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useOperation } from '../../api/use-operation';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { StateBadge } from '../../components/state-badge';
import { Attempts } from './attempts';
import { RunActions } from './run-actions';
import { RunFacts } from './run-facts';
import { RunRequest } from './run-request';
import { RunResponse } from './run-response';
import { Section } from '../../components/section';
import { Waterfall } from './waterfall';
import { Why } from './why-sentence';
import { workerJobType } from './why';

/** One run: what was asked, what came back, how long it took, and why it ended as it did. */
export function Page() {
  const { logId = '' } = useParams();
  const { t } = useTranslation('runs');
  const log = useOperation('getLog', { path: { logId } });
  if (log.data !== undefined) return <Run log={log.data} />;
  return (
    <>
      <PageHeader title={t('run.title', { name: logId })} />
      <Loaded of={log}>{() => null}</Loaded>
    </>
  );
}

function Run({ log }: { log: Components['schemas']['Log'] }) {
  const { t } = useTranslation('runs');
  const job = useOperation('getJob', { path: { jobId: log.jobId } });
  const isCall = workerJobType(log) === null;
  return (
    <>
      <PageHeader title={t('run.title', { name: job.data?.name ?? log.url })} hint={<RunHint log={log} />}>
        <RunActions log={log} hasJob={job.data !== undefined} />
      </PageHeader>
      <Stack>
        <Why log={log} />
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <Section title={t('run.facts')}>
            <RunFacts log={log} job={job.data ?? null} />
          </Section>
          <Section title={t('run.timings')}>
            <Waterfall timings={log.timings} />
          </Section>
        </SimpleGrid>
        <Section title={t('run.attempts')}>
          <Attempts log={log} />
        </Section>
        {isCall && <RunRequest log={log} job={job} />}
        <RunResponse log={log} />
      </Stack>
    </>
  );
}

function RunHint({ log }: { log: Components['schemas']['Log'] }) {
  const { t } = useTranslation(['runs', 'common']);
  return (
    <Group gap="xs" mt={4}>
      <StateBadge state={log.state} />
      <Instant at={log.scheduledFor} />
      <Anchor component={Link} to="/runs" size="sm">
        {t('title')}
      </Anchor>
    </Group>
  );
}
