import { Checkbox, Table } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutcomes } from '../../components/use-outcomes';
import { JobRow } from './job-row';
import type { useSelection } from './use-selection';

type Job = Components['schemas']['Job'];

interface JobsTableProps {
  jobs: readonly Job[];
  selection: ReturnType<typeof useSelection>;
}

/** Jobs, one a row, with their last runs. */
export function JobsTable({ jobs, selection: { selected, select } }: JobsTableProps) {
  const { t } = useTranslation(['jobs', 'common']);
  const outcomes = useOutcomes(jobs.map(({ id }) => id));
  const chosen = jobs.filter(({ id }) => selected.has(id)).length;
  const onSelect = useCallback((job: Job, isSelected: boolean) => select([job], isSelected), [select]);
  return (
    <Table.ScrollContainer
      minWidth={940}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': t('title') } }}
    >
      <Table highlightOnHover verticalSpacing="xs">
        <Table.Caption className="visually-hidden">{t('title')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={36}>
              <Checkbox
                aria-label={t('common:action.selectAll')}
                checked={chosen === jobs.length}
                indeterminate={chosen > 0 && chosen < jobs.length}
                onChange={(event) => select(jobs, event.currentTarget.checked)}
              />
            </Table.Th>
            <Table.Th>{t('column.name')}</Table.Th>
            <Table.Th>{t('column.schedule')}</Table.Th>
            <Table.Th>{t('column.outcomes')}</Table.Th>
            <Table.Th>{t('column.next')}</Table.Th>
            <Table.Th>{t('column.last')}</Table.Th>
            <Table.Th>{t('column.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {jobs.map((job) => (
            <JobRow
              key={job.id}
              job={job}
              runs={outcomes.get(job.id)}
              isSelected={selected.has(job.id)}
              onSelect={onSelect}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
