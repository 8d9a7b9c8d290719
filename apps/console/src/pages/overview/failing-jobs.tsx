import { Anchor, Table, Text } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperation } from '../../api/use-operation';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { OutcomeStrip, type Outcome } from '../../components/outcome-strip';
import { Section } from '../../components/section';
import { useOutcomes } from '../../components/use-outcomes';

type Job = Components['schemas']['Job'];

const SHOWN = 5;

/** The jobs that have failed most often in a row. */
export function FailingJobs() {
  const { t } = useTranslation('overview');
  const jobs = useOperation('listJobs', { query: { failing: 'true', limit: SHOWN } });
  const hasAny = jobs.data !== undefined && jobs.data.length > 0;
  const toAll = hasAny && (
    <Anchor component={Link} to="/jobs?failing=true" size="sm">
      {t('failing.all')}
    </Anchor>
  );
  return (
    <Section title={t('failing.title')} actions={toAll}>
      <Loaded of={jobs} lines={2}>
        {(data) => (data.length === 0 ? <Text size="sm">{t('failing.none')}</Text> : <FailingTable jobs={data} />)}
      </Loaded>
    </Section>
  );
}

function FailingTable({ jobs }: { jobs: readonly Job[] }) {
  const { t } = useTranslation('overview');
  const outcomes = useOutcomes(jobs.map(({ id }) => id));
  return (
    <Table.ScrollContainer
      minWidth={680}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': t('failing.title') } }}
    >
      <Table fz="sm">
        <Table.Caption className="visually-hidden">{t('failing.title')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('failing.column.job')}</Table.Th>
            <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
              {t('failing.column.failures')}
            </Table.Th>
            <Table.Th>{t('failing.column.outcomes')}</Table.Th>
            <Table.Th>{t('failing.column.last')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {jobs.map((job) => (
            <FailingRow key={job.id} job={job} runs={outcomes.get(job.id) ?? []} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function FailingRow({ job, runs }: { job: Job; runs: readonly Outcome[] }) {
  const { i18n } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td miw={200}>
        <Anchor component={Link} to={`/jobs/${job.id}`} size="sm" fw={600} lineClamp={2}>
          {job.name}
        </Anchor>
      </Table.Td>
      <Table.Td ta="right">{new Intl.NumberFormat(i18n.language).format(job.consecutiveFailures)}</Table.Td>
      <Table.Td>{runs.length > 0 && <OutcomeStrip name={job.name} runs={runs} />}</Table.Td>
      <Table.Td>
        <Instant at={job.lastRunAt} />
      </Table.Td>
    </Table.Tr>
  );
}
