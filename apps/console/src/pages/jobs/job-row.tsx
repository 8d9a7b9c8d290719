import { Anchor, Checkbox, Skeleton, Stack, Table } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Instant } from '../../components/instant';
import { OutcomeStrip, type Outcome } from '../../components/outcome-strip';
import { StateBadge } from '../../components/state-badge';
import { JobBadges } from './job-badges';
import { RowActions } from './row-actions';
import { ScheduleText } from './schedule-text';

type Job = Components['schemas']['Job'];

interface JobRowProps {
  job: Job;
  /** Undefined while they are on their way. */
  runs: readonly Outcome[] | undefined;
  isSelected: boolean;
  onSelect: (job: Job, isSelected: boolean) => void;
}

/** A job in the list. Kept as it was while nothing about it changes: the list can be long. */
export const JobRow = memo(function JobRow({ job, runs, isSelected, onSelect }: JobRowProps) {
  const { t } = useTranslation(['jobs', 'common']);
  return (
    <Table.Tr {...(isSelected && { bg: 'var(--mantine-color-indigo-light)' })}>
      <Table.Td>
        <Checkbox
          aria-label={t('common:action.select', { name: job.name })}
          checked={isSelected}
          onChange={(event) => onSelect(job, event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Td maw={280}>
        <Stack gap={4}>
          <Anchor component={Link} to={`/jobs/${job.id}`} fw={600} size="sm" lineClamp={2}>
            {job.name}
          </Anchor>
          <JobBadges job={job} />
        </Stack>
      </Table.Td>
      <Table.Td maw={260}>
        <ScheduleText schedule={job.schedule} timezone={job.timezone} />
      </Table.Td>
      <Table.Td>
        {runs === undefined ? <Skeleton h={22} w={120} /> : <OutcomeStrip name={job.name} runs={runs} />}
      </Table.Td>
      <Table.Td>{job.nextRunAt === null ? t('none') : <Instant at={job.nextRunAt} />}</Table.Td>
      <Table.Td>
        <Stack gap={4} align="flex-start">
          {job.lastRunAt === null ? t('never') : <Instant at={job.lastRunAt} />}
          {job.lastStatus !== null && <StateBadge state={job.lastStatus} />}
        </Stack>
      </Table.Td>
      <Table.Td>
        <RowActions job={job} />
      </Table.Td>
    </Table.Tr>
  );
});
