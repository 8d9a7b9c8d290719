import { Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useScheduleWords } from '../../components/schedule-words';
import { useEditorForm, useField } from './editor-form';
import { PresetInput } from './preset-input';
import { zonesWith } from './zones';

const SHOWN_ZONES = 60;

/** When the job fires: chosen, or written as an expression; said in words beneath. */
export function ScheduleSection() {
  const { t } = useTranslation('editor');
  const { schedule, timezone } = useEditorForm().values;
  const zones = useMemo(() => zonesWith(timezone), [timezone]);
  const words = useScheduleWords()(schedule);
  return (
    <Stack>
      <PresetInput />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('field.schedule')}
          description={t('field.scheduleHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          maxLength={256}
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...useField('schedule')}
        />
        <Select
          label={t('field.timezone')}
          data={zones}
          searchable
          allowDeselect={false}
          limit={SHOWN_ZONES}
          comboboxProps={{ keepMounted: false }}
          {...useField('timezone')}
        />
      </SimpleGrid>
      <Text size="sm" role="status">
        {words !== null && (
          <>
            {t('preview.words')}: <strong>{words}</strong>
          </>
        )}
      </Text>
    </Stack>
  );
}
