import { Button, Card } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePages } from '../../api/use-pages';
import { Empty } from '../../components/empty';
import { Failure } from '../../components/failure';
import { Loading } from '../../components/loaded';
import { MoreButton } from '../../components/more-button';
import { PageHeader } from '../../components/page-header';
import { BulkBar } from './bulk-bar';
import { JobFilters, useJobFilters } from './job-filters';
import { JobsTable } from './jobs-table';
import { useSelection } from './use-selection';

const ROWS = 50;

/** All cron jobs. */
export function Page() {
  const { t } = useTranslation('jobs');
  const filters = useJobFilters();
  const selection = useSelection();
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')}>
        <NewJobButton />
      </PageHeader>
      <JobFilters {...filters} />
      <BulkBar selection={selection} />
      <Card withBorder>
        <JobList filters={filters} selection={selection} />
      </Card>
    </>
  );
}

function NewJobButton() {
  const { t } = useTranslation('jobs');
  return (
    <Button component={Link} to="/jobs/new" leftSection={<IconPlus size={16} />}>
      {t('new')}
    </Button>
  );
}

interface JobListProps {
  filters: ReturnType<typeof useJobFilters>;
  selection: ReturnType<typeof useSelection>;
}

function JobList({ filters: { query, isFiltered }, selection }: JobListProps) {
  const { t } = useTranslation('jobs');
  const pages = usePages('listJobs', { query: { ...query, limit: ROWS } });
  if (pages.isPending) return <Loading lines={8} />;
  if (pages.error !== null && pages.items.length === 0) return <Failure error={pages.error} again={pages.again} />;
  if (pages.items.length === 0 && isFiltered) return <Empty title={t('noMatch')}>{t('noMatchHint')}</Empty>;
  if (pages.items.length === 0) {
    return (
      <Empty title={t('empty')}>
        {t('emptyHint')}
        <br />
        <Button component={Link} to="/jobs/new" mt="md" leftSection={<IconPlus size={16} />}>
          {t('new')}
        </Button>
      </Empty>
    );
  }
  return (
    <>
      <JobsTable jobs={pages.items} selection={selection} />
      <MoreButton of={pages} />
    </>
  );
}
