import { Card } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { RunFilters, useRunFilters } from './run-filters';
import { RunList } from './run-list';
import { useJobNames } from './use-job-names';

const ROWS = 50;

/** The runs of all jobs. */
export function Page() {
  const { t } = useTranslation('runs');
  const filters = useRunFilters();
  const pages = usePages('listLogs', { query: { ...filters.query, limit: ROWS } });
  const names = useJobNames();
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} />
      <RunFilters {...filters} />
      <Card withBorder>
        <RunList pages={pages} isFiltered={filters.isFiltered} names={names} />
      </Card>
    </>
  );
}
