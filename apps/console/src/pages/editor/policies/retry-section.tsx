import { NativeSelect, NumberInput, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../components/choice-field';
import { formatMs, formatShare } from '../../../components/format';
import { useEditorForm, useField } from '../editor-form';
import { MsInput } from '../ms-input';
import { retryDelays } from '../retry-delays';
import { DESCRIPTION_BELOW } from '../description-below';

const BACKOFFS = ['exponential', 'fixed'] as const;
const DELIVERIES = ['atLeastOnce', 'atMostOnce'] as const;

export function RetrySection() {
  const { t } = useTranslation('editor');
  const { onChange, error } = useField('delivery');
  const { delivery, retry } = useEditorForm().values;
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput
          label={t('field.maxAttempts')}
          min={1}
          max={20}
          allowDecimal={false}
          {...useField('retry.maxAttempts')}
        />
        <NativeSelect
          label={t('field.backoff')}
          data={BACKOFFS.map((value) => ({ value, label: t(`backoff.${value}`) }))}
          {...useField('retry.backoff')}
        />
        <MsInput label={t('field.delayMs')} path="retry.delayMs" min={100} />
        {retry.backoff === 'exponential' && <MsInput label={t('field.maxDelayMs')} path="retry.maxDelayMs" min={100} />}
        <NumberInput label={t('field.jitter')} min={0} max={1} step={0.1} {...useField('retry.jitter')} />
        <TextInput
          label={t('field.onStatus')}
          description={t('field.statusHint')}
          inputWrapperOrder={DESCRIPTION_BELOW}
          {...useField('retry.onStatus')}
        />
      </SimpleGrid>
      <DelaysText />
      <ChoiceField
        label={t('field.delivery')}
        value={delivery}
        onChange={onChange}
        error={error}
        choices={DELIVERIES.map((value) => ({
          value,
          label: t(`delivery.${value}`),
          hint: t(`delivery.${value}Hint`),
        }))}
      />
    </>
  );
}

/** The pauses as they come out. */
function DelaysText() {
  const { t, i18n } = useTranslation('editor');
  const { retry } = useEditorForm().values;
  const delays = retryDelays(retry).map(formatMs);
  if (delays.length === 0) return <Text size="sm">{t('retry.none')}</Text>;
  const share = formatShare(retry.jitter === '' ? 0 : retry.jitter, i18n.language);
  return (
    <Text size="sm" role="status">
      {t('retry.delays', { delays: delays.join(', ') })} {retry.jitter !== 0 && t('retry.chance', { share })}{' '}
      {t('retry.hint')}
    </Text>
  );
}
