import { Group, SimpleGrid, Stack } from '@mantine/core';
import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useOperation } from '../../api/use-operation';
import { BodyView } from '../../components/body-view';
import { CopyAction } from '../../components/copy-action';
import { Facts } from '../../components/facts';
import { formatMs } from '../../components/format';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { Section } from '../../components/section';
import { JobActions } from './job-actions';
import { JobHistory } from './job-history';
import { writeObject } from './json-object';
import { WorkerStateBadge } from './worker-state-badge';

type WorkerJob = DataOf<'getWorkerJob'>;

/** One worker job: what it is, who has it, what became of it, and what can be done about it. */
export function Page() {
  const { t } = useTranslation('workerJobs');
  const { key = '' } = useParams();
  const job = useOperation('getWorkerJob', { path: { key } });
  return (
    <>
      <PageHeader
        title={job.data?.type ?? t('title')}
        hint={
          <Group gap={4}>
            {key}
            <CopyAction value={key} />
          </Group>
        }
      >
        {job.data !== undefined && <JobActions job={job.data} />}
      </PageHeader>
      <Loaded of={job} lines={8}>
        {(data) => (
          <Stack>
            <SimpleGrid cols={{ base: 1, lg: 2 }}>
              <JobFacts job={data} />
              <Section title={t('job.history')}>
                <JobHistory job={data} />
              </Section>
            </SimpleGrid>
            <SimpleGrid cols={{ base: 1, lg: 2 }}>
              <Section title={t('job.variables')}>
                <BodyView label={t('job.variables')} body={writeObject(data.variables)} />
              </Section>
              <Results job={data} />
            </SimpleGrid>
          </Stack>
        )}
      </Loaded>
    </>
  );
}

function JobFacts({ job }: { job: WorkerJob }) {
  const { t } = useTranslation('workerJobs');
  const { retry_configuration: retry, execution_summary: summary, worker_assignment: assignment } = job;
  const endedAt = job.completed_at ?? job.failed_at ?? job.cancelled_at;
  return (
    <Section title={t('job.facts')}>
      <Facts
        facts={[
          [t('job.state'), <WorkerStateBadge key="state" status={job.status} />],
          [t('job.type'), job.type],
          [t('job.tenant'), job.tenant_id],
          [t('job.priority'), job.priority],
          [t('job.created'), <Instant key="created" at={job.created_at} />],
          [t('job.runAt'), <Instant key="run" at={job.run_at} />],
          [t('job.activated'), <Instant key="activated" at={job.activated_at} />],
          job.status === 'ACTIVE' && [t('job.deadline'), <Instant key="deadline" at={job.deadline} />],
          [t('job.ended'), <Instant key="ended" at={endedAt} />],
          [t('job.worker'), assignment?.worker_id ?? '–'],
          [t('job.retries'), t('job.ofRetries', { left: retry.retries, all: retry.original_retries })],
          [t('job.lease'), formatMs(job.timeout_ms)],
          [t('job.waited'), formatMs(job.performance_metrics.creation_to_activation_ms)],
          [t('job.worked'), formatMs(summary?.processing_time_ms)],
          job.cancellation_reason !== null && [t('job.reason'), job.cancellation_reason],
        ]}
      />
    </Section>
  );
}

function Results({ job }: { job: WorkerJob }) {
  const { t } = useTranslation('workerJobs');
  const result = job.execution_summary?.result_variables ?? null;
  return (
    <Section title={t('job.result')}>
      <BodyView label={t('job.result')} body={result === null ? null : writeObject(result)} />
    </Section>
  );
}
