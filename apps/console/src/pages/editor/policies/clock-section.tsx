import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../components/choice-field';
import { useEditorForm, useField } from '../editor-form';

const GAPS = ['shift', 'skip'] as const;
const FOLDS = ['first', 'second', 'both'] as const;

export function ClockSection() {
  const { t } = useTranslation('editor');
  const { schedule, timezone: zone, dstGap, dstFold } = useEditorForm().values;
  const [gap, fold] = [useField('dstGap'), useField('dstFold')];
  const [minute = '', hour = ''] = schedule.trim().split(/\s+/).slice(-5);
  return (
    <>
      {(minute.startsWith('*') || hour.startsWith('*')) && <Text size="sm">{t('rhythm')}</Text>}
      <ChoiceField
        label={t('field.dstGap')}
        value={dstGap}
        onChange={gap.onChange}
        error={gap.error}
        choices={GAPS.map((value) => ({
          value,
          label: t(`dstGap.${value}`),
          hint: t(`dstGap.${value}Hint`, { zone }),
        }))}
      />
      <ChoiceField
        label={t('field.dstFold')}
        value={dstFold}
        onChange={fold.onChange}
        error={fold.error}
        choices={FOLDS.map((value) => ({
          value,
          label: t(`dstFold.${value}`),
          hint: t(`dstFold.${value}Hint`, { zone }),
        }))}
      />
    </>
  );
}
