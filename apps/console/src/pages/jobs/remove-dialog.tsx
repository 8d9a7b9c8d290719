import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { Confirmation } from '../../components/confirmation';

interface RemoveDialogProps {
  job: Components['schemas']['Job'];
  isOpen: boolean;
  close: () => void;
  onDone?: () => void;
}

/** Deletes a job after asking. */
export function RemoveDialog({ job, isOpen, close, onDone }: RemoveDialogProps) {
  const { t } = useTranslation('jobs');
  const remove = useAction('deleteJob', {
    changes: ['account'],
    said: t('done.deleted'),
    onDone: () => {
      close();
      onDone?.();
    },
  });
  return (
    <Confirmation
      isOpen={isOpen}
      close={close}
      title={t('remove.title', { name: job.name })}
      confirm={t('action.delete')}
      isDangerous
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate({ path: { jobId: job.id } })}
    >
      {t('remove.hint')}
    </Confirmation>
  );
}
