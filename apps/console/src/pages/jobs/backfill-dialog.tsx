import { Modal, Stack, Text } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BackfillForm } from './backfill-form';
import { BackfillProgress } from './backfill-progress';

type Backfill = Components['schemas']['Backfill'];

/** Makes up for the past of a job: asks for a span, shows what would be made, and then how far it is. */
export function BackfillDialog({ job, close }: { job: Components['schemas']['Job']; close: () => void }) {
  const { t } = useTranslation(['jobs', 'common']);
  const [begun, setBegun] = useState<Backfill | null>(null);
  return (
    <Modal
      opened
      onClose={close}
      title={t('backfill.title', { name: job.name })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Stack>
        <Text size="sm">{t('backfill.hint')}</Text>
        {begun === null ? (
          <BackfillForm jobId={job.id} onBegun={setBegun} />
        ) : (
          <BackfillProgress jobId={job.id} backfill={begun} close={close} />
        )}
      </Stack>
    </Modal>
  );
}
