import { Button, Group, Progress, Text } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { useBackfillProgress } from './use-backfill-progress';

interface BackfillProgressProps {
  jobId: string;
  backfill: Components['schemas']['Backfill'];
  close: () => void;
}

/** How far a backfill is. It goes on when the dialog is closed. */
export function BackfillProgress({ jobId, backfill, close }: BackfillProgressProps) {
  const { t } = useTranslation(['jobs', 'common']);
  const { total, done, failed, isFinished } = useBackfillProgress(jobId, backfill);
  const words = t('backfill.progress', { done, total });
  return (
    <>
      <Progress
        value={total === 0 ? 100 : (done / total) * 100}
        animated={!isFinished}
        color={failed > 0 ? 'orange' : 'teal'}
        aria-label={words}
      />
      <div role="status">
        <Text size="sm">{words}</Text>
        {failed > 0 && <Text size="sm">{t('backfill.failed', { count: failed })}</Text>}
        {isFinished && <Text size="sm">{t('backfill.finished')}</Text>}
      </div>
      <Group justify="flex-end">
        <Button onClick={close}>{t('common:action.close')}</Button>
      </Group>
    </>
  );
}
