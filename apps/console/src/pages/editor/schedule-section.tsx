import { Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useScheduleWords } from '../../components/schedule-words';
import { useEditorForm, useField, usePreviewed } from './editor-form';
import { japaneseFields } from './japanese-fields';
import { PresetInput } from './preset-input';
import { zonesWith } from './zones';
import { DESCRIPTION_BELOW } from './description-below';

const SHOWN_ZONES = 60;

/** When the job fires: chosen, or written as an expression; said in words beneath. */
export function ScheduleSection() {
  const { t } = useTranslation('editor');
  const { schedule, timezone } = useEditorForm().values;
  const zones = useMemo(() => zonesWith(timezone), [timezone]);
  const { errors } = usePreviewed();
  const words = useWords(schedule);
  return (
    <Stack>
      <PresetInput />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('field.schedule')}
          description={t('field.scheduleHint')}
          inputWrapperOrder={DESCRIPTION_BELOW}
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
        {words !== null && errors.schedule === undefined && (
          <>
            {t('preview.words')}: <strong>{words}</strong>
          </>
        )}
      </Text>
    </Stack>
  );
}

/** The schedule in the reader's language; here also where no sentence reads well, since one wants to be sure. */
function useWords(schedule: string): string | null {
  const { i18n } = useTranslation();
  const words = useScheduleWords()(schedule);
  return words ?? (i18n.language === 'ja' ? japaneseFields(schedule) : null);
}
