import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../components/choice-field';
import { useEditorForm, useField, usePreviewed } from '../editor-form';
import { exampleTimes } from '../when';

const OVERLAPS = ['allow', 'skip', 'queue', 'cancelPrevious'] as const;

export function OverlapSection() {
  const { t } = useTranslation('editor');
  const { onChange, error } = useField('overlap');
  const times = exampleTimes(usePreviewed().firings);
  return (
    <ChoiceField
      label={t('field.overlap')}
      value={useEditorForm().values.overlap}
      onChange={onChange}
      error={error}
      choices={OVERLAPS.map((value) => ({
        value,
        label: t(`overlap.${value}`),
        hint: t(`overlap.${value}Hint`, times),
      }))}
    />
  );
}
