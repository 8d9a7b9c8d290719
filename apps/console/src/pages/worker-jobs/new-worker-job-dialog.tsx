import { Alert, Button, JsonInput, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAction } from '../../api/use-action';
import { readObject } from './json-object';

interface NewWorkerJobDialogProps {
  isOpen: boolean;
  close: () => void;
}

const FIRST_RETRIES = 3;

/** Creates a worker job by hand, to try a worker out for instance. */
export function NewWorkerJobDialog({ isOpen, close }: NewWorkerJobDialogProps) {
  const { t } = useTranslation('workerJobs');
  return (
    <Modal opened={isOpen} onClose={close} title={t('create.open')} size="lg">
      <NewWorkerJobForm close={close} />
    </Modal>
  );
}

function NewWorkerJobForm({ close }: { close: () => void }) {
  const { t } = useTranslation('workerJobs');
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { type: '', variables: '{}', retries: FIRST_RETRIES },
    validate: { variables: (text) => (readObject(text) === null ? t('create.badJson') : null) },
  });
  const create = useAction('createWorkerJob', {
    said: t('create.done'),
    tellsFailure: false,
    onDone: ({ job_key }) => {
      close();
      void navigate(`/worker-jobs/${job_key}`);
    },
  });
  const submit = ({ type, variables, retries }: typeof form.values) =>
    create.mutate({ body: { type, retries, variables: readObject(variables) ?? {} } });
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack>
        <TextInput label={t('create.type')} required data-autofocus {...form.getInputProps('type')} />
        <JsonInput label={t('create.variables')} autosize minRows={4} {...form.getInputProps('variables')} />
        <NumberInput label={t('create.retries')} min={1} max={1_000} {...form.getInputProps('retries')} />
        {create.error !== null && (
          <Alert color="red" role="alert">
            {create.error.message}
          </Alert>
        )}
        <Button type="submit" loading={create.isPending}>
          {t('create.submit')}
        </Button>
      </Stack>
    </form>
  );
}
