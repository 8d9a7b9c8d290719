import { Alert, Button, Checkbox, Group, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HeadersInput } from '../../components/headers-input';
import { LeaveGuard } from '../editor/leave-guard';
import { useWebhookForm, type WebhookFormProps } from './use-webhook-form';
import { EVENTS } from './webhook-values';

/** What a webhook is told, and where: for a new one and for changes. */
export function WebhookForm(props: WebhookFormProps) {
  const { t } = useTranslation(['webhooks', 'common']);
  const { form, isDirty, isDone, isSaving, problem, submit, dropDraft, discard } = useWebhookForm(props);
  const isNew = props.webhook === null;
  const errorOf = (row: number | null) => {
    const error = form.errors[row === null ? 'headers' : `headers.${row}.value`];
    return typeof error === 'string' ? error : undefined;
  };
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <LeaveGuard isDirty={isDirty} isDone={isDone} onDiscard={dropDraft} />
      <Stack maw={720}>
        <TextInput
          type="url"
          label={t('endpoint')}
          description={t('form.endpointHint')}
          required
          placeholder="https://hooks.example.com/carillon"
          {...form.getInputProps('endpoint')}
        />
        <EventBoxes form={form} />
        <NumberInput
          label={t('form.onlyAfterFailures')}
          description={t('form.onlyAfterHint')}
          min={1}
          max={1_000}
          allowDecimal={false}
          maw={420}
          {...form.getInputProps('onlyAfterFailures')}
        />
        <HeadersInput
          value={form.values.headers}
          onChange={(headers) => form.setFieldValue('headers', headers)}
          errorOf={errorOf}
        />
        <Switch
          label={t('form.enabled')}
          description={t('form.enabledHint')}
          {...form.getInputProps('enabled', { type: 'checkbox' })}
        />
        {problem !== null && (
          <Alert color="red" role="alert" title={t('common:error.title')}>
            {problem}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={isSaving} disabled={!isNew && !isDirty}>
            {isNew ? t('form.create') : t('common:action.save')}
          </Button>
          {isDirty && (
            <Button variant="default" onClick={discard}>
              {t('common:action.cancel')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function EventBoxes({ form }: { form: ReturnType<typeof useWebhookForm>['form'] }) {
  const { t } = useTranslation('webhooks');
  return (
    <Checkbox.Group label={t('form.events')} required {...form.getInputProps('events')}>
      <Stack gap={6} mt={4}>
        {EVENTS.map((event) => (
          <Checkbox key={event} value={event} label={t(`event.${event}`)} description={t(`eventHint.${event}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
