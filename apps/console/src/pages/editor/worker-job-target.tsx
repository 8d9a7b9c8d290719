import { JsonInput, NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useField } from './editor-form';
import { DESCRIPTION_BELOW } from './description-below';

/** The worker job that each instant makes. */
export function WorkerJobTarget() {
  const { t } = useTranslation('editor');
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('field.type')}
          description={t('field.typeHint')}
          inputWrapperOrder={DESCRIPTION_BELOW}
          required
          maxLength={100}
          placeholder="send-report"
          {...useField('target.type')}
        />
        <TextInput
          label={t('field.tenantId')}
          description={t('field.tenantHint')}
          inputWrapperOrder={DESCRIPTION_BELOW}
          maxLength={100}
          {...useField('target.tenantId')}
        />
        <NumberInput
          label={t('field.retries')}
          min={1}
          max={1_000}
          allowDecimal={false}
          {...useField('target.retries')}
        />
        <TextInput
          label={t('field.leaseTimeout')}
          description={t('field.leaseTimeoutHint')}
          inputWrapperOrder={DESCRIPTION_BELOW}
          {...useField('target.timeout')}
        />
      </SimpleGrid>
      <JsonInput
        label={t('field.variables')}
        autosize
        minRows={3}
        maxRows={16}
        formatOnBlur
        spellCheck={false}
        validationError={t('json.notObject')}
        {...useField('target.variables')}
      />
    </>
  );
}
