import { NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useField } from '../editor-form';
import { MsInput } from '../ms-input';
import { DESCRIPTION_BELOW } from '../description-below';

export function CallSection() {
  const { t } = useTranslation('editor');
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <MsInput label={t('field.timeoutMs')} path="timeoutMs" min={100} />
      <NumberInput
        label={t('field.followRedirects')}
        min={0}
        max={5}
        allowDecimal={false}
        {...useField('followRedirects')}
      />
      <TextInput
        label={t('field.successStatus')}
        description={t('field.statusHint')}
        inputWrapperOrder={DESCRIPTION_BELOW}
        {...useField('successStatus')}
      />
    </SimpleGrid>
  );
}
