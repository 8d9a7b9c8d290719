import { Button, SegmentedControl, SimpleGrid, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { DataOf } from '@carillon/client/rest';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { Figure } from '../../components/figure';
import { formatMs, formatShare } from '../../components/format';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { useSearch } from '../../components/use-search';
import { NewWorkerJobDialog } from './new-worker-job-dialog';
import { PERIODS } from './periods';
import { Throughput } from './throughput';
import { TypeTable } from './type-table';
import { WorkerJobList } from './worker-job-list';

/** What the workers have to do and how they are doing: figures, types, and the jobs themselves. */
export function Page() {
  const { t } = useTranslation('workerJobs');
  const [read, write] = useSearch<'period'>();
  const period = PERIODS.find((one) => one === read('period')) ?? '24h';
  const stats = useOperation('getWorkerJobStats', { query: { period } }, { keep: true });
  const [isMaking, { open, close }] = useDisclosure();
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')}>
        <SegmentedControl
          aria-label={t('period')}
          size="xs"
          value={period}
          onChange={(value) => write({ period: value })}
          data={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))}
        />
        <Button leftSection={<IconPlus size={16} />} onClick={open}>
          {t('create.open')}
        </Button>
      </PageHeader>
      <Stack gap="lg">
        <Loaded of={stats}>
          {(data) => (
            <>
              <Figures stats={data} />
              <Throughput period={period} />
              <TypeTable types={data.job_types} />
            </>
          )}
        </Loaded>
        <WorkerJobList />
      </Stack>
      <NewWorkerJobDialog isOpen={isMaking} close={close} />
    </>
  );
}

function Figures({ stats: { overview, performance_metrics: performance } }: { stats: DataOf<'getWorkerJobStats'> }) {
  const { t, i18n } = useTranslation('workerJobs');
  const rate = overview.success_rate_percent;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
      <Figure label={t('figures.success')} value={formatShare(rate === null ? null : rate / 100, i18n.language)} />
      <Figure label={t('figures.p50')} value={formatMs(performance.p50_processing_ms)} />
      <Figure label={t('figures.p99')} value={formatMs(performance.p99_processing_ms)} />
      <Figure label={t('figures.wait')} value={formatMs(performance.avg_overhead_ms)} />
      <Figure label={t('figures.failed')} value={performance.failed_attempts} />
    </SimpleGrid>
  );
}
