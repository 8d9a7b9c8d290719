import { Alert, Button, Checkbox, Group } from '@mantine/core';
import type { Components, RequestOf } from '@carillon/client/rest';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { toLocalInput } from '../../components/local-input';
import { BackfillPreview } from './backfill-preview';
import { instantsOf, SpanFields, type TypedSpan } from './span-fields';

type Backfill = Components['schemas']['Backfill'];
type Include = NonNullable<RequestOf<'backfillJob'>['body']['include']>[number];

const FATES = ['missed', 'absent', 'skipped', 'failed'] as const satisfies readonly Include[];
const DAY_MS = 86_400_000;

interface BackfillFormProps {
  jobId: string;
  onBegun: (backfill: Backfill) => void;
}

/** Asks what to make up for; nothing is made before what would be made has been shown. */
export function BackfillForm({ jobId, onBegun }: BackfillFormProps) {
  const { t } = useTranslation('jobs');
  const [span, setSpan] = useState(lastDay);
  const [include, setInclude] = useState<readonly Include[]>(['missed', 'absent']);
  const preview = useAction('backfillJob', { tellsFailure: false });
  const start = useAction('backfillJob', { changes: ['runs', 'account'], onDone: onBegun, tellsFailure: false });
  const instants = instantsOf(span);
  const ask = (action: typeof preview, dryRun: boolean) => {
    if (instants === null) return;
    action.mutate({ path: { jobId }, body: { ...instants, include: [...include], dryRun } });
  };
  // What was shown is no longer what would be made.
  const change = <Value,>(set: (value: Value) => void) => {
    return (value: Value) => {
      set(value);
      preview.reset();
    };
  };
  const error = start.error ?? preview.error;
  return (
    <>
      <SpanFields
        span={span}
        onChange={change(setSpan)}
        labels={{ from: t('backfill.from'), to: t('backfill.to') }}
        error={instants === null ? t('backfill.required') : null}
      />
      <Checkbox.Group
        label={t('backfill.include')}
        value={[...include]}
        onChange={(values) => change(setInclude)(FATES.filter((fate) => values.includes(fate)))}
      >
        <Group mt="xs">
          {FATES.map((fate) => (
            <Checkbox key={fate} value={fate} label={t(`backfill.fate.${fate}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      {error !== null && (
        <Alert color="red" role="alert">
          {error.message}
        </Alert>
      )}
      {preview.data !== undefined && <BackfillPreview backfill={preview.data} />}
      <Group justify="flex-end">
        <Button
          variant="default"
          disabled={instants === null || include.length === 0}
          loading={preview.isPending}
          onClick={() => ask(preview, true)}
        >
          {t('backfill.preview')}
        </Button>
        {preview.data !== undefined && preview.data.runs.length > 0 && (
          <Button loading={start.isPending} onClick={() => ask(start, false)}>
            {t('backfill.start', { count: preview.data.runs.length })}
          </Button>
        )}
      </Group>
    </>
  );
}

const lastDay = (): TypedSpan => ({
  from: toLocalInput(new Date(Date.now() - DAY_MS).toISOString()),
  to: toLocalInput(new Date().toISOString()),
});
