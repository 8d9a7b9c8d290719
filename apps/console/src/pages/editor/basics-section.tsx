import { Stack, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BodyInput } from './body-input';
import { ChoiceField } from '../../components/choice-field';
import { takesBody } from './draft-of';
import { useEditorForm, useField } from './editor-form';
import { HttpTarget } from './http-target';
import { WorkerJobTarget } from './worker-job-target';

/** Name and target: what the job is and does. */
export function BasicsSection() {
  const { t } = useTranslation('editor');
  const form = useEditorForm();
  const { kind, method } = form.values;
  return (
    <Stack>
      <TextInput label={t('field.name')} required maxLength={255} {...useField('name')} />
      <Switch label={t('field.enabled')} description={t('field.enabledHint')} {...useField('enabled', 'checkbox')} />
      <ChoiceField
        label={t('field.kind')}
        value={kind}
        onChange={(chosen) => form.setFieldValue('kind', chosen)}
        choices={[
          { value: 'http', label: t('kind.http'), hint: t('kind.httpHint') },
          { value: 'workerJob', label: t('kind.workerJob'), hint: t('kind.workerJobHint') },
        ]}
      />
      {kind === 'http' ? <HttpTarget /> : <WorkerJobTarget />}
      {kind === 'http' && takesBody(method) && <BodyInput />}
    </Stack>
  );
}
