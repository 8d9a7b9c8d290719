import { NumberInput, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { InstantInput } from '../../../components/instant-input';
import { useField } from '../editor-form';
import { readersZone } from '../zones';
import { DESCRIPTION_BELOW } from '../description-below';

export function SpanSection() {
  const { t } = useTranslation('editor');
  const hint = t('field.instantHint', { zone: readersZone() });
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <InstantInput
        label={t('field.startAt')}
        description={hint}
        inputWrapperOrder={DESCRIPTION_BELOW}
        {...useField('startAt')}
      />
      <InstantInput
        label={t('field.endAt')}
        description={hint}
        inputWrapperOrder={DESCRIPTION_BELOW}
        {...useField('endAt')}
      />
      <InstantInput
        label={t('field.pausedUntil')}
        description={`${t('field.pausedHint')} ${hint}`}
        inputWrapperOrder={DESCRIPTION_BELOW}
        {...useField('pausedUntil')}
      />
      <NumberInput
        label={t('field.jitterSeconds')}
        description={t('field.jitterHint')}
        inputWrapperOrder={DESCRIPTION_BELOW}
        min={0}
        max={86_400}
        allowDecimal={false}
        suffix=" s"
        thousandSeparator=","
        {...useField('jitterSeconds')}
      />
    </SimpleGrid>
  );
}
