import { Alert, Button, JsonInput, NumberInput, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { DataOf, RequestOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { useOperation } from '../../api/use-operation';
import { Loading } from '../../components/loaded';
import type { Incident } from './incident-table';
import { readObject, writeObject } from './json-object';

interface ResolveFormProps {
  incident: Incident;
  close: () => void;
}

/** Decides about an incident: its job is tried again, perhaps with other variables, or let go. */
export function ResolveForm({ incident, close }: ResolveFormProps) {
  // The variables that are edited are the job's; without the scope for jobs one can still decide.
  const job = useOperation('getWorkerJob', { path: { key: incident.job_key } });
  if (job.isPending) return <Loading lines={3} />;
  return <Decision incident={incident} job={job.data ?? null} close={close} />;
}

interface Values {
  action: 'retry' | 'dismiss';
  retries: number | string;
  editsVariables: boolean;
  variables: string;
  said: string;
}

type Body = RequestOf<'resolveIncident'>['body'];

/** The body that a decision is told by. */
function bodyOf({ action, retries, editsVariables, variables, said }: Values): Body {
  if (action === 'dismiss') return { action, reason: said };
  const changed = editsVariables ? readObject(variables) : null;
  return {
    action,
    job_retries: Number(retries),
    ...(changed !== null && { variables: changed }),
    ...(said !== '' && { comment: said }),
  };
}

function useDecision(incident: Incident, job: DataOf<'getWorkerJob'> | null, close: () => void) {
  const { t } = useTranslation('workerJobs');
  const form = useForm<Values>({
    initialValues: {
      action: 'retry',
      retries: Math.max(1, job?.retry_configuration.original_retries ?? 1),
      editsVariables: false,
      variables: writeObject(job?.variables ?? {}),
      said: '',
    },
    validate: {
      variables: (text, { action, editsVariables }) =>
        action === 'retry' && editsVariables && readObject(text) === null ? t('create.badJson') : null,
      said: (text, { action }) => (action === 'dismiss' && text.trim() === '' ? t('incidents.reasonRequired') : null),
    },
  });
  const isRetry = form.values.action === 'retry';
  const resolve = useAction('resolveIncident', {
    said: isRetry ? t('incidents.resolved') : t('incidents.dismissed'),
    changes: ['workerJobs', 'runs'],
    tellsFailure: false,
    onDone: close,
  });
  const submit = form.onSubmit((values) => resolve.mutate({ path: { id: incident.id }, body: bodyOf(values) }));
  return { form, isRetry, resolve, submit };
}

function Decision({ incident, job, close }: ResolveFormProps & { job: DataOf<'getWorkerJob'> | null }) {
  const { t } = useTranslation('workerJobs');
  const { form, isRetry, resolve, submit } = useDecision(incident, job, close);
  return (
    <form onSubmit={submit}>
      <Stack>
        <SegmentedControl
          aria-label={t('incidents.resolution')}
          data={[
            { value: 'retry', label: t('incidents.retry') },
            { value: 'dismiss', label: t('incidents.dismiss') },
          ]}
          {...form.getInputProps('action')}
        />
        {isRetry && (
          <>
            <NumberInput label={t('incidents.retries')} min={1} max={1_000} {...form.getInputProps('retries')} />
            {job !== null && (
              <Switch
                label={t('incidents.editVariables')}
                {...form.getInputProps('editsVariables', { type: 'checkbox' })}
              />
            )}
            {form.values.editsVariables && (
              <JsonInput label={t('incidents.variables')} autosize minRows={4} {...form.getInputProps('variables')} />
            )}
          </>
        )}
        <TextInput
          label={isRetry ? t('incidents.comment') : t('incidents.reason')}
          required={!isRetry}
          {...form.getInputProps('said')}
        />
        {resolve.error !== null && (
          <Alert color="red" role="alert">
            {resolve.error.message}
          </Alert>
        )}
        <Button type="submit" loading={resolve.isPending}>
          {isRetry ? t('incidents.retry') : t('incidents.dismiss')}
        </Button>
      </Stack>
    </form>
  );
}
