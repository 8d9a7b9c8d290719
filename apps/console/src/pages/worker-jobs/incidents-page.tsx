import { Group, Pagination, Select, SimpleGrid } from '@mantine/core';
import type { DataOf, RequestOf } from '@carillon/client/rest';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { Empty } from '../../components/empty';
import { Figure } from '../../components/figure';
import { formatMs } from '../../components/format';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { useSearch } from '../../components/use-search';
import { BulkBar } from './bulk-bar';
import { IncidentDrawer } from './incident-drawer';
import { IncidentTable } from './incident-table';

const STATUSES = ['OPEN', 'RESOLVED', 'DISMISSED'] as const;
const TYPES = ['JOB_FAILURE', 'UNHANDLED_BPMN_ERROR', 'LEASE_EXPIRED'] as const;
const PAGE_SIZE = 20;

type Filter = 'status' | 'type' | 'page' | 'incident';
type Query = NonNullable<RequestOf<'listIncidents'>['query']>;

/** What waits for a decision: one at a time in a drawer, or many at once. */
export function Page() {
  const { t } = useTranslation('workerJobs');
  const [read, write] = useSearch<Filter>();
  const [selected, setSelected] = useState<readonly string[]>([]);
  const { query, page } = queryOf(read);
  const incidents = useOperation('listIncidents', { query }, { keep: true });
  const filter = (changes: Partial<Record<Filter, string>>) => {
    setSelected([]);
    write({ ...changes, page: '' });
  };
  return (
    <>
      <PageHeader title={t('incidents.title')} hint={t('incidents.hint')} />
      <Figures />
      <Filters read={read} write={filter} />
      <BulkBar ids={selected} onDone={() => setSelected([])} />
      <Loaded of={incidents}>
        {({ incidents: found, pagination }) => (
          <>
            {found.length === 0 ? (
              <Empty title={t('incidents.empty')}>{t('incidents.emptyHint')}</Empty>
            ) : (
              <IncidentTable
                incidents={found}
                selected={selected}
                onSelect={setSelected}
                onOpen={(id) => write({ incident: id })}
              />
            )}
            {pagination.total > PAGE_SIZE && (
              <Pagination
                mt="md"
                total={Math.ceil(pagination.total / PAGE_SIZE)}
                value={page}
                onChange={(next) => write({ page: String(next) })}
                aria-label={t('incidents.page')}
                getItemProps={(number) => ({ 'aria-label': String(number) })}
                withControls={false}
              />
            )}
          </>
        )}
      </Loaded>
      <IncidentDrawer id={read('incident')} close={() => write({ incident: '' })} />
    </>
  );
}

function queryOf(read: (name: Filter) => string): { query: Query; page: number } {
  // Open ones unless something else is asked for: they are what the page is for.
  const asked = read('status') === '' ? 'OPEN' : read('status');
  const status = STATUSES.find((one) => one === asked);
  const type = TYPES.find((one) => one === read('type'));
  const page = Math.max(1, Math.trunc(Number(read('page'))) || 1);
  return {
    page,
    query: {
      limit: PAGE_SIZE,
      offset: (page - 1) * PAGE_SIZE,
      ...(status !== undefined && { status }),
      ...(type !== undefined && { type }),
    },
  };
}

function Figures() {
  const { t } = useTranslation('workerJobs');
  const stats = useOperation('getIncidentStats', {});
  const figures = ({ summary }: DataOf<'getIncidentStats'>) => [
    [t('incidents.figures.open'), summary.open],
    [t('incidents.figures.resolved'), summary.resolved],
    [t('incidents.figures.dismissed'), summary.dismissed],
    [
      t('incidents.figures.time'),
      formatMs(summary.avg_resolution_seconds === null ? null : summary.avg_resolution_seconds * 1_000),
    ],
  ];
  return (
    <Loaded of={stats} lines={1}>
      {(data) => (
        <SimpleGrid cols={{ base: 2, sm: 4 }} mb="md">
          {figures(data).map(([label, value]) => (
            <Figure key={label} label={String(label)} value={value} />
          ))}
        </SimpleGrid>
      )}
    </Loaded>
  );
}

interface FiltersProps {
  read: (name: Filter) => string;
  write: (changes: Partial<Record<Filter, string>>) => void;
}

function Filters({ read, write }: FiltersProps) {
  const { t } = useTranslation('workerJobs');
  return (
    <Group mb="md" align="flex-end">
      <Select
        label={t('incidents.filterStatus')}
        allowDeselect={false}
        data={[
          ...STATUSES.map((value) => ({ value: value, label: t(`incidents.status.${value}`) })),
          { value: 'any', label: t('list.any') },
        ]}
        value={read('status') === '' ? 'OPEN' : read('status')}
        onChange={(value) => write({ status: value ?? '' })}
      />
      <Select
        label={t('incidents.filterType')}
        placeholder={t('list.any')}
        clearable
        data={TYPES.map((value) => ({ value, label: t(`incidents.type.${value}`) }))}
        value={read('type') === '' ? null : read('type')}
        onChange={(value) => write({ type: value ?? '' })}
      />
    </Group>
  );
}
