import { useForm } from '@mantine/form';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { dropDraft, keepDraft, readDraft } from '../../session/drafts';
import { fieldErrorsOf } from '../editor/field-errors';
import { changesOf, draftOf, NEW_WEBHOOK, valuesOf, type Webhook, type WebhookValues } from './webhook-values';

export interface WebhookFormProps {
  jobId: string;
  /** Null for a new one. */
  webhook: Webhook | null;
  /** Gets the secret of a new webhook. */
  onSecret: (secret: string) => void;
}

/** The form of a webhook: kept in this tab while it differs, saved as changes, refusals at their fields. */
export function useWebhookForm({ jobId, webhook, onSecret }: WebhookFormProps) {
  const { t } = useTranslation('webhooks');
  const draftName = `webhook.${jobId}`;
  const base = webhook === null ? NEW_WEBHOOK : valuesOf(webhook);
  const [kept] = useState(() => readDraft<WebhookValues>(draftName));
  const form = useForm<WebhookValues>({ mode: 'controlled', initialValues: { ...base, ...kept } });
  const isDone = useRef(false);
  const isDirty = Object.keys(changesOf(base, form.values)).length > 0;
  useKeptDraft(draftName, form.values, isDirty && !isDone.current);
  useFollow(base, form, isDirty);
  const made = ({ secret }: { secret: string }) => {
    isDone.current = true;
    dropDraft(draftName);
    onSecret(secret);
  };
  const common = { tellsFailure: false, changes: ['jobs' as const] };
  const create = useAction('createWebhook', { ...common, onDone: made });
  const update = useAction('updateWebhook', { ...common, said: t('form.saved') });
  const error = create.error ?? update.error;
  const options = {
    onError: (refusal: NonNullable<typeof error>) => form.setErrors(fieldErrorsOf(refusal, form.values.headers)),
  };
  return {
    ...{ form, isDirty, isDone },
    isSaving: create.isPending || update.isPending,
    problem: error === null ? null : error.message,
    submit: (values: WebhookValues) => {
      if (webhook === null) create.mutate({ body: { jobId, ...draftOf(values) } }, options);
      else update.mutate({ path: { jobId }, body: changesOf(base, values) }, options);
    },
    dropDraft: () => dropDraft(draftName),
    discard: () => {
      form.setValues(base);
      form.setErrors({});
    },
  };
}

function useKeptDraft(name: string, values: WebhookValues, isDirty: boolean): void {
  useEffect(() => {
    if (isDirty) keepDraft(name, values);
    else dropDraft(name);
  }, [name, values, isDirty]);
}

/** Takes over what changed elsewhere while nothing is typed here; what is typed is not touched. */
function useFollow(base: WebhookValues, form: { setValues: (values: WebhookValues) => void }, isDirty: boolean): void {
  const shown = useRef(JSON.stringify(base));
  const wasDirty = useRef(isDirty);
  useEffect(() => {
    const latest = JSON.stringify(base);
    if (latest !== shown.current && !wasDirty.current) form.setValues(base);
    shown.current = latest;
    wasDirty.current = isDirty;
  });
}
