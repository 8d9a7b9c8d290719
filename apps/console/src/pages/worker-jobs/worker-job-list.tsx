import { Anchor, Group, Pagination, Select, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { DataOf, RequestOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperation } from '../../api/use-operation';
import { Empty } from '../../components/empty';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/section';
import { useSearch } from '../../components/use-search';
import { WorkerStateBadge } from './worker-state-badge';

const STATES = ['pending', 'activatable', 'activated', 'completed', 'failed', 'cancelled'] as const;
const TYPING_MS = 300;

type Filter = 'type' | 'state' | 'worker' | 'tenant' | 'page';
type Query = NonNullable<RequestOf<'listWorkerJobs'>['query']>;

/** The jobs themselves, newest first, by filters that stand in the address. */
export function WorkerJobList() {
  const { t } = useTranslation('workerJobs');
  const { read, write, query } = useFilters();
  const jobs = useOperation('listWorkerJobs', { query }, { keep: true });
  return (
    <Section title={t('list.title')}>
      <Filters read={read} write={(changes) => write({ ...changes, page: '' })} />
      <Loaded of={jobs}>
        {({ jobs: found, pagination }) => (
          <>
            <Text size="sm" mb="xs" role="status">
              {t('list.found', { count: pagination.total_count })}
            </Text>
            {found.length === 0 ? (
              <Empty title={t('list.empty')}>{t('list.emptyHint')}</Empty>
            ) : (
              <JobTable jobs={found} />
            )}
            {pagination.total_pages > 1 && (
              <Pagination
                mt="md"
                total={pagination.total_pages}
                value={pagination.page}
                onChange={(page) => write({ page: String(page) })}
                getControlProps={(control) => ({ 'aria-label': `${t('list.title')} ${control}` })}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function useFilters() {
  const [read, write] = useSearch<Filter>();
  const [type] = useDebouncedValue(read('type'), TYPING_MS);
  const [worker] = useDebouncedValue(read('worker'), TYPING_MS);
  const [tenant] = useDebouncedValue(read('tenant'), TYPING_MS);
  const state = STATES.find((one) => one === read('state'));
  const query: Query = {
    page: Math.max(1, Math.trunc(Number(read('page'))) || 1),
    ...(type !== '' && { type }),
    ...(worker !== '' && { worker }),
    ...(tenant !== '' && { tenant_id: tenant }),
    ...(state !== undefined && { state }),
  };
  return { read, write, query };
}

interface FiltersProps {
  read: (name: Filter) => string;
  write: (changes: Partial<Record<Filter, string>>) => void;
}

function Filters({ read, write }: FiltersProps) {
  const { t } = useTranslation('workerJobs');
  return (
    <Group mb="sm" align="flex-end">
      <Select
        label={t('list.state')}
        placeholder={t('list.any')}
        clearable
        data={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
        value={read('state') === '' ? null : read('state')}
        onChange={(value) => write({ state: value ?? '' })}
      />
      {(['type', 'worker', 'tenant'] as const).map((name) => (
        <TextInput
          key={name}
          label={t(`list.${name}`)}
          value={read(name)}
          onChange={(event) => write({ [name]: event.currentTarget.value })}
        />
      ))}
    </Group>
  );
}

function JobTable({ jobs }: { jobs: DataOf<'listWorkerJobs'>['jobs'] }) {
  const { t } = useTranslation('workerJobs');
  const heads = ['key', 'type', 'state', 'created', 'worker', 'deadline', 'retries'] as const;
  return (
    <Table.ScrollContainer
      minWidth={900}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('list.title') } }}
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            {heads.map((name) => (
              <Table.Th key={name}>{t(`list.${name}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {jobs.map((job) => (
            <Table.Tr key={job.job_key}>
              <Table.Td>
                <Anchor component={Link} to={`/worker-jobs/${job.job_key}`} size="xs" ff="monospace">
                  {job.job_key}
                </Anchor>
              </Table.Td>
              <Table.Td>{job.type}</Table.Td>
              <Table.Td>
                <WorkerStateBadge status={job.status} />
              </Table.Td>
              <Table.Td>
                <Instant at={job.created_at} />
              </Table.Td>
              <Table.Td>{job.worker_id ?? '–'}</Table.Td>
              <Table.Td>{job.status === 'ACTIVE' ? <Instant at={job.deadline} /> : '–'}</Table.Td>
              <Table.Td>{job.retries}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
