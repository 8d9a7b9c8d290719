import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';

/** Enables a job that is disabled, and the other way round. */
export function useSwitch(job: Components['schemas']['Job']): { flip: () => void; isBusy: boolean } {
  const { t } = useTranslation('jobs');
  const update = useAction('updateJob', { said: t(job.enabled ? 'done.disabled' : 'done.enabled') });
  return {
    flip: () => update.mutate({ path: { jobId: job.id }, body: { enabled: !job.enabled } }),
    isBusy: update.isPending,
  };
}
