import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../components/choice-field';
import { formatMs } from '../../../components/format';
import { useEditorForm, useField, usePreviewed } from '../editor-form';
import { OutagePreview } from '../outage-preview';
import { exampleTimes } from '../when';

const MISSED = ['skip', 'runOnce', 'runAll'] as const;

export function MissedSection() {
  const { t } = useTranslation('editor');
  const { onChange, error } = useField('missed');
  const { missed, missedWindowSeconds } = useEditorForm().values;
  const times = exampleTimes(usePreviewed().firings);
  const window = missedWindowSeconds === '' ? '' : ` (${formatMs(missedWindowSeconds * 1_000)})`;
  return (
    <>
      <ChoiceField
        label={t('field.missed')}
        value={missed}
        onChange={onChange}
        error={error}
        choices={MISSED.map((value) => ({ value, label: t(`missed.${value}`), hint: t(`missed.${value}Hint`, times) }))}
      />
      <NumberInput
        label={t('field.missedWindowSeconds')}
        description={t('field.missedWindowHint') + window}
        min={60}
        max={31_536_000}
        allowDecimal={false}
        suffix=" s"
        thousandSeparator=","
        maw={320}
        {...useField('missedWindowSeconds')}
      />
      <OutagePreview />
    </>
  );
}
