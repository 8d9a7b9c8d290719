import { Anchor, Table } from '@mantine/core';
import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperation } from '../../api/use-operation';
import { Empty } from '../../components/empty';
import { formatCount, formatMs } from '../../components/format';
import { Instant } from '../../components/instant';
import { Section } from '../../components/section';

type TypeStats = DataOf<'getWorkerJobStats'>['job_types'][number];

/** Types by states, and since when the oldest job of each waits. */
export function TypeTable({ types }: { types: readonly TypeStats[] }) {
  const { t } = useTranslation('workerJobs');
  const heads = ['type', 'waiting', 'active', 'completed', 'failed', 'cancelled', 'average', 'oldest'] as const;
  return (
    <Section title={t('types.title')}>
      {types.length === 0 ? (
        <Empty title={t('types.empty')} />
      ) : (
        <Table.ScrollContainer
          minWidth={760}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('types.title') } }}
        >
          <Table>
            <Table.Thead>
              <Table.Tr>
                {heads.map((name) => (
                  <Table.Th key={name}>{t(`types.${name}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {types.map((stats) => (
                <TypeRow key={stats.type} stats={stats} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}

function TypeRow({ stats }: { stats: TypeStats }) {
  const { t, i18n } = useTranslation('workerJobs');
  const { type, pending_jobs, active_jobs, completed_jobs, failed_jobs, cancelled_jobs, avg_processing_ms } = stats;
  const counts = [pending_jobs, active_jobs, completed_jobs, failed_jobs, cancelled_jobs];
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Anchor
          component={Link}
          to={`?type=${encodeURIComponent(type)}`}
          aria-label={t('types.show', { type })}
          size="sm"
        >
          {type}
        </Anchor>
      </Table.Th>
      {counts.map((count, column) => (
        <Table.Td key={column}>{formatCount(count, i18n.language)}</Table.Td>
      ))}
      <Table.Td>{formatMs(avg_processing_ms)}</Table.Td>
      <Table.Td>{pending_jobs > 0 ? <OldestWaiting type={type} /> : '–'}</Table.Td>
    </Table.Tr>
  );
}

function OldestWaiting({ type }: { type: string }) {
  const query = { type, state: 'pending', sort_by: 'created_at', sort_order: 'asc', page_size: 1 } as const;
  const oldest = useOperation('listWorkerJobs', { query });
  return <Instant at={oldest.data?.jobs[0]?.created_at} />;
}
