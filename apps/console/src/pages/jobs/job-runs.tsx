import { useTranslation } from 'react-i18next';
import { usePages } from '../../api/use-pages';
import { Section } from '../../components/section';
import { RunFilters, useRunFilters } from '../runs/run-filters';
import { RunList } from '../runs/run-list';

const ROWS = 25;

/** The ledger of one job. */
export function JobRuns({ jobId }: { jobId: string }) {
  const { t } = useTranslation('jobs');
  const filters = useRunFilters();
  const pages = usePages('listJobLogs', { path: { jobId }, query: { ...filters.query, limit: ROWS } });
  return (
    <Section title={t('job.runs')}>
      <RunFilters {...filters} />
      <RunList pages={pages} isFiltered={filters.isFiltered} />
    </Section>
  );
}
