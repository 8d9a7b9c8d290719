import { NumberInput, SimpleGrid, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../../api/use-operation';
import { useEditorForm, useField } from '../editor-form';
import { DESCRIPTION_BELOW } from '../description-below';

export function FailuresSection() {
  const { t } = useTranslation('editor');
  const { data: known = [] } = useOperation('listJobTags', {});
  const { tags } = useEditorForm().values;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <NumberInput
        label={t('field.autoDisableAfter')}
        description={t('field.autoDisableHint')}
        inputWrapperOrder={DESCRIPTION_BELOW}
        min={1}
        max={1_000}
        allowDecimal={false}
        {...useField('autoDisableAfter')}
      />
      <TagsInput
        label={t('field.tags')}
        description={t('field.tagsHint')}
        inputWrapperOrder={DESCRIPTION_BELOW}
        data={known.map(({ tag }) => tag)}
        maxTags={20}
        acceptValueOnBlur
        clearable={tags.length > 0}
        {...useField('tags')}
        value={tags}
      />
    </SimpleGrid>
  );
}
