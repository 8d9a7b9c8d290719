import { Button, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { DataOf } from '@carillon/client/rest';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { Confirmation } from '../../components/confirmation';

type WorkerJob = DataOf<'getWorkerJob'>;

const OPEN = new Set(['CREATED', 'ACTIVE', 'FAILED_RETRYABLE']);
const MOST_LEASE_SECONDS = 3_600;

/** What can still be done about a job; nothing once it has ended. */
export function JobActions({ job }: { job: WorkerJob }) {
  const { t } = useTranslation('workerJobs');
  const [isCancelling, cancelling] = useDisclosure();
  if (!OPEN.has(job.status)) return null;
  return (
    <>
      <RetriesButton job={job} />
      {job.status === 'ACTIVE' && <LeaseButton job={job} />}
      <Button color="red" variant="light" onClick={cancelling.open}>
        {t('job.actions.cancel')}
      </Button>
      <Cancelling job={job} isOpen={isCancelling} close={cancelling.close} />
    </>
  );
}

function Cancelling({ job, isOpen, close }: { job: WorkerJob; isOpen: boolean; close: () => void }) {
  const { t } = useTranslation('workerJobs');
  const [reason, setReason] = useState('');
  const cancel = useAction('cancelWorkerJob', {
    said: t('job.cancelled'),
    changes: ['incidents', 'runs'],
    onDone: close,
  });
  return (
    <Confirmation
      isOpen={isOpen}
      close={close}
      title={t('job.actions.cancel')}
      confirm={t('job.actions.cancel')}
      isDangerous
      isBusy={cancel.isPending}
      onConfirm={() => cancel.mutate({ path: { key: job.job_key }, body: reason === '' ? {} : { reason } })}
    >
      <Stack>
        {t('job.cancelText')}
        <TextInput
          label={t('job.cancelReason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
    </Confirmation>
  );
}

function RetriesButton({ job }: { job: WorkerJob }) {
  const { t } = useTranslation('workerJobs');
  const { isOpen, open, close, save } = useChange('setWorkerJobRetries');
  return (
    <NumberDialog
      name={t('job.actions.retries')}
      label={t('job.retriesLabel')}
      first={job.retry_configuration.retries}
      most={1_000}
      isOpen={isOpen}
      open={open}
      close={close}
      problem={save.error?.message}
      isBusy={save.isPending}
      onSave={(retries) => save.mutate({ path: { key: job.job_key }, body: { retries } })}
    />
  );
}

function LeaseButton({ job }: { job: WorkerJob }) {
  const { t } = useTranslation('workerJobs');
  const { isOpen, open, close, save } = useChange('setWorkerJobTimeout');
  return (
    <NumberDialog
      name={t('job.actions.timeout')}
      label={t('job.timeoutLabel')}
      first={Math.round(job.timeout_ms / 1_000)}
      most={MOST_LEASE_SECONDS}
      isOpen={isOpen}
      open={open}
      close={close}
      problem={save.error?.message}
      isBusy={save.isPending}
      onSave={(seconds) => save.mutate({ path: { key: job.job_key }, body: { timeout: seconds * 1_000 } })}
    />
  );
}

function useChange<Id extends 'setWorkerJobRetries' | 'setWorkerJobTimeout'>(id: Id) {
  const { t } = useTranslation('workerJobs');
  const [isOpen, { open, close }] = useDisclosure();
  const save = useAction(id, { said: t('job.saved'), tellsFailure: false, onDone: close });
  return { isOpen, open, close, save };
}

interface NumberDialogProps {
  name: string;
  label: string;
  first: number;
  most: number;
  isOpen: boolean;
  open: () => void;
  close: () => void;
  problem: string | undefined;
  isBusy: boolean;
  onSave: (value: number) => void;
}

function NumberDialog({ name, label, first, most, isOpen, open, close, problem, isBusy, onSave }: NumberDialogProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState<number | string>(first);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSave(Number(value));
  };
  return (
    <>
      <Button variant="default" onClick={open}>
        {name}
      </Button>
      <Modal opened={isOpen} onClose={close} title={name} centered>
        <form onSubmit={submit}>
          <Stack>
            <NumberInput
              label={label}
              min={1}
              max={most}
              value={value}
              onChange={setValue}
              error={problem}
              data-autofocus
            />
            <Button type="submit" loading={isBusy} disabled={value === ''}>
              {t('action.save')}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
