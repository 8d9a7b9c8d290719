import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { changesOf } from './draft-of';
import { fieldName } from './field-name';
import type { EditorState } from './use-editor';
import { valuesOf, type Job } from './values';

/** Says that the job is no longer what the changes were made to, and lets choose. */
export function ConflictAlert({ editor, theirs }: { editor: EditorState; theirs: Job }) {
  const { t, i18n } = useTranslation('editor');
  const changed = Object.keys(changesOf(editor.base.values, valuesOf(theirs)));
  const fields = changed.map((field) => {
    const name = fieldName(field);
    return name === null ? field : t(`field.${name}`);
  });
  const shape = { dateStyle: 'short', timeStyle: 'medium' } as const;
  const time = new Intl.DateTimeFormat(i18n.language, shape).format(new Date(theirs.updatedAt));
  return (
    <Alert color="orange" icon={<IconUsers />} title={t('conflict.title')} role="alert">
      <Stack gap="xs">
        <Text size="sm">
          {t('conflict.text', { time, fields: fields.length === 0 ? t('conflict.noFields') : fields.join(', ') })}
        </Text>
        <Text size="sm">{t('conflict.mineHint')}</Text>
        <Group gap="xs">
          <Button size="xs" onClick={editor.saveOnTop} loading={editor.isSaving}>
            {t('conflict.mine')}
          </Button>
          <Button size="xs" variant="default" onClick={editor.discard}>
            {t('conflict.theirs')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
